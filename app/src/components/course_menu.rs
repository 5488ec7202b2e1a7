//! Going to another course, and what can be done with this one.

use leptos::html::Div;
use leptos::prelude::*;
use protocol::permission::Action;

use crate::address::{COURSE_SETTINGS, LEAVE_COURSE, NEW_COURSE};
use crate::components::course_dialogs::use_course_dialogs;
use crate::components::course_item::CourseItem;
use crate::components::icon::Icon;
use crate::components::menu_keys::{move_in_menu, toggle_menu};
use crate::components::overlay::WAY;
use crate::components::side_course::CourseCard;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::reactive::When;

/// The course as a button, and its menu. The browser opens and closes it.
#[component]
pub fn CourseMenu() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let dialogs = use_course_dialogs();
    let (course, courses) = (live.course(), live.courses());
    let menu = NodeRef::<Div>::new();
    let is_open = RwSignal::new(false);
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            // Refused only if it is closed already.
            let _ = menu.hide_popover();
        }
    };
    let item =
        move |dialog: RwSignal<bool>, key: &'static str, icon: &'static str, text: &'static str| {
            view! {
                <button
                    class="menu-item"
                    role="menuitem"
                    form=WAY
                    name=key
                    on:click=move |event| {
                        event.prevent_default();
                        close();
                        dialog.set(true);
                    }
                >
                    <Icon name=icon />
                    {text}
                </button>
            }
        };
    let may = move |action| Signal::derive(move || live.decide(action, None).is_ok());
    let may_leave = move || {
        let is_open = course.with(|course| course.is_open && course.my_role.is_some());
        is_open && courses.with(|courses| courses.len() > 1)
    };
    view! {
        <button
            class="course is-button"
            type="button"
            aria-haspopup="menu"
            aria-expanded=move || is_open.get().to_string()
            popovertarget="course-menu"
            on:click=move |event| toggle_menu(menu, &event)
        >
            <span class="visually-hidden">
                {move || course.with(|course| t.course_switch(&course.code))} " "
            </span>
            <CourseCard course=Signal::derive(move || course.get()) />
            <Icon name="chevrons-up-down" />
        </button>
        <div
            class="menu is-course"
            id="course-menu"
            popover="auto"
            role="menu"
            aria-label=t.course_menu()
            node_ref=menu
            on:toggle=move |_| {
                let menu = menu.get_untracked();
                let open = menu.is_some_and(|menu| dom::matches(&menu, ":popover-open"));
                is_open.set(open);
            }
            on:keydown=move |event| {
                if event.key() == "Tab" {
                    close();
                }
                if let Some(menu) = menu.get_untracked() {
                    move_in_menu(&menu, &event);
                }
            }
        >
            <For
                each=move || courses.get()
                key=|course| (course.id, course.title.clone(), course.term.clone())
                let(course)
            >
                <CourseItem course />
            </For>
            <hr class="menu-line" role="separator" />
            <When holds=may(Action::ChangeCourse)>
                {item(dialogs.settings, COURSE_SETTINGS, "settings", t.course_settings_item())}
            </When>
            <When holds=Signal::derive(may_leave)>
                {item(dialogs.leave, LEAVE_COURSE, "log-out", t.course_leave_item())}
            </When>
            <When holds=may(Action::CreateCourse)>
                {item(dialogs.new_course, NEW_COURSE, "plus", t.course_new_item())}
            </When>
        </div>
    }
}

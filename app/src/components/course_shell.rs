//! The frame of three columns; one view at a time on a phone.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use crate::address::NEW_CHANNEL;
use crate::api::refusal::use_refusal;
use crate::components::channel_keys::switch_with_keys;
use crate::components::course_dialogs::provide_course_dialogs;
use crate::components::overlay::{asks_for, leave_address};
use crate::components::sidebar::Sidebar;
use crate::components::tab_bar::TabBar;
use crate::components::toasts::use_toasts;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::state::CourseNews;
use crate::live::use_live;
use crate::parts::{Overlay, overlay};
use crate::place::{Place, use_place};
use crate::reactive::{When, effect, once};

/// Widths at which the sidebar is a drawer over the page.
const DRAWER: &str = "(min-width: 640px) and (max-width: 899.98px)";

/// Sidebar, page, tab bar, and the dialog for a new channel.
#[component]
pub fn CourseShell() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let place = use_place();
    let query = use_query_map();
    // A refusal belongs to a dialog that must be open to be seen.
    let is_asked = asks_for(NEW_CHANNEL) || use_refusal("create_channel").is_some();
    let new_channel = RwSignal::new(is_asked);
    let was_opened = once(new_channel.into());
    let courses = provide_course_dialogs();
    tell_of_other_courses();
    let is_course = Memo::new(move |_| query.with(|query| query.get_str("view") == Some("course")));
    let view = move || match (is_course.get(), place.get()) {
        (true, _) => "course",
        (false, Place::Channel { .. }) => "stream",
        (false, _) => "page",
    };
    let course_href = Memo::new(move |before: Option<&String>| match live.shown().get() {
        Some(id) => live.address(id),
        None => before.cloned().unwrap_or_else(|| {
            live.course().with(|course| crate::address::people_address(&course.slug))
        }),
    });
    leave_address(NEW_CHANNEL, new_channel.into());
    keep_drawer_modal(is_course);
    switch_with_keys();
    effect(dom::declare_awake);
    let has_dialog = move || was_opened.get() && live.can_create();
    view! {
        <a class="skip-link" href="#main" on:click=skip>
            {t.nav_skip()}
        </a>
        <div class="shell" data-view=move || view()>
            <Sidebar new_channel />
            <a class="scrim" href="?" aria-label=t.nav_close() tabindex="-1"></a>
            <Outlet />
            <TabBar course_href />
        </div>
        <When holds=Signal::derive(has_dialog)>
            {overlay(Overlay::NewChannel(new_channel))}
        </When>
        <When holds=once(courses.any_open())>{overlay(Overlay::Courses)}</When>
    }
}

/// Says so when the viewer gets into another course, or out of it.
fn tell_of_other_courses() {
    let (t, toasts) = (use_i18n(), use_toasts());
    let news = use_live().course_news();
    effect(move || match news.get() {
        Some(CourseNews::Joined(course)) => {
            toasts.say("users", t.course_joined(course.short_name()));
        }
        Some(CourseNews::Left(course)) => {
            toasts.say("door-closed", t.course_left(course.short_name()));
        }
        None => {}
    });
}

/// Leads the keyboard to the page's content; the router would make an address of it.
fn skip(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    dom::focus(dom::by_id("main"));
}

/// While the sidebar lies over the page as a drawer, the page is inert, the drawer has the focus,
/// and Esc closes it.
fn keep_drawer_modal(is_course: Memo<bool>) {
    let navigate = use_navigate();
    let pathname = use_location().pathname;
    dom::on_key(move |event| {
        if event.key() == "Escape" && is_course.get_untracked() && !dom::has_overlay() {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&pathname.get_untracked(), options);
        }
    });
    Effect::new(move |was_course: Option<bool>| {
        let is_course = is_course.get();
        let is_drawer = is_course && dom::fits(DRAWER);
        dom::set_inert(".shell > main, .shell > .panel", is_drawer);
        if is_drawer {
            dom::after_paint(|| dom::focus(dom::find(".sidebar [aria-current], .sidebar a")));
        } else if was_course == Some(true) {
            dom::after_paint(|| dom::focus(dom::by_id("main")));
        }
        is_course
    });
}

//! What stands where a course was that the viewer may not see any more.

use leptos::prelude::*;

use crate::address::course_address;
use crate::components::empty::EmptyPage;
use crate::components::page_title::PageTitle;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::reactive::effect;

/// Says so, and leads to another course.
#[component]
pub fn CourseGone() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let name = live.course().with_untracked(|course| course.short_name().to_owned());
    let title = t.course_gone_title(name);
    let courses = live.courses();
    effect(|| dom::after_paint(|| dom::focus(dom::by_id("main"))));
    let way = move || {
        courses.with(|courses| courses.last().cloned()).map(|course| {
            let text = t.course_go_to(course.short_name());
            view! {
                <a class="button" href=course_address(&course.slug) rel="external">
                    {text}
                </a>
            }
        })
    };
    view! {
        <PageTitle text=title.clone() />
        <main class="entry" id="main" tabindex="-1">
            <EmptyPage icon="door-closed" title text=t.course_gone_text()>
                {move || way()}
            </EmptyPage>
        </main>
    }
}

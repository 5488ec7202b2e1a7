//! A course in the menu.

use leptos::prelude::*;
use protocol::course::Course;

use crate::address::course_address;
use crate::components::side_course::CourseCard;
use crate::live::use_live;

/// The way to a course. A plain load: each course has live state of its own.
#[component]
pub fn CourseItem(
    /// Which.
    course: Course,
) -> impl IntoView {
    let here = use_live().course();
    let (id, address) = (course.id, course_address(&course.slug));
    view! {
        <a
            class="menu-item is-course"
            role="menuitem"
            href=address
            rel="external"
            aria-current=move || here.with(|here| here.id == id).then_some("true")
        >
            <CourseCard course=Signal::stored(course) />
        </a>
    }
}

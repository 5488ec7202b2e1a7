//! The course at the top of the sidebar.

use leptos::prelude::*;

use crate::live::use_live;

/// Code, title and term of the course.
#[component]
pub fn SideCourse() -> impl IntoView {
    let course = use_live().course();
    view! {
        <div class="course">
            <span class="course-tile" aria-hidden="true">
                {move || course.with(|course| tile(&course.code))}
            </span>
            <div class="course-text">
                <p class="course-title" dir="auto">
                    {move || course.with(|course| course.title.clone())}
                </p>
                {move || {
                    let term = course.with(|course| course.term.clone());
                    (!term.is_empty()).then(|| view! { <p class="course-note">{term}</p> })
                }}
            </div>
        </div>
    }
}

/// Returns as much of a course's code as fits its tile.
pub fn tile(code: &str) -> String {
    code.chars().take(7).collect()
}

//! The course at the top of the sidebar.

use leptos::prelude::*;
use protocol::course::Course;
use protocol::permission::Action;

use crate::components::course_menu::CourseMenu;
use crate::live::use_live;
use crate::reactive::changing;

/// The course; a menu once there is another one, or something that the viewer may do about it.
#[component]
pub fn SideCourse() -> impl IntoView {
    let live = use_live();
    let (course, courses) = (live.course(), live.courses());
    let has_menu = Memo::new(move |_| {
        courses.with(|courses| courses.len() > 1)
            || live.decide(Action::ChangeCourse, None).is_ok()
            || live.decide(Action::CreateCourse, None).is_ok()
    });
    changing(move || {
        if has_menu.get() {
            return view! { <CourseMenu /> }.into_any();
        }
        view! {
            <div class="course">
                <CourseCard course=Signal::derive(move || course.get()) />
            </div>
        }
        .into_any()
    })
}

/// Code, title and term of a course.
#[component]
pub fn CourseCard(
    /// Which.
    course: Signal<Course>,
) -> impl IntoView {
    view! {
        <span class="course-tile" aria-hidden="true">
            {move || course.with(|course| tile(course))}
        </span>
        <span class="course-text">
            <span class="course-title" dir="auto">
                {move || course.with(|course| course.title.clone())}
            </span>
            {move || {
                let term = course.with(|course| course.term.clone());
                (!term.is_empty()).then(|| view! { <span class="course-note">{term}</span> })
            }}
        </span>
    }
}

/// Returns as much of a course's code as fits its tile; a letter where it has none.
fn tile(course: &Course) -> String {
    match course.code.as_str() {
        "" => course.title.chars().take(1).collect(),
        code => {
            let mut tile = String::new();
            for word in code.split(' ').take(2) {
                tile.extend(word.chars().take(3));
                tile.push(' ');
            }
            tile
        }
    }
}

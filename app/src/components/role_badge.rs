//! The mark of staff and guests beside a name.

use leptos::prelude::*;
use protocol::user::CourseRole;

use crate::i18n::use_i18n;

/// "Prof.", "TA" or "Guest"; students carry none.
#[component]
pub fn RoleBadge(
    /// The person's role in the course.
    role: Option<CourseRole>,
) -> impl IntoView {
    let t = use_i18n();
    let (class, short, full) = match role {
        Some(CourseRole::Instructor) => {
            ("badge is-prof", t.role_professor_short(), t.role_professor())
        }
        Some(CourseRole::Assistant) => {
            ("badge is-ta", t.role_assistant_short(), t.role_teaching_assistant())
        }
        Some(CourseRole::Guest) => ("badge is-guest", t.role_guest(), t.role_guest()),
        Some(CourseRole::Student) | None => return None,
    };
    Some(view! {
        <span class=class title=full>
            <span aria-hidden="true">{short}</span>
            <span class="visually-hidden">{full}</span>
        </span>
    })
}

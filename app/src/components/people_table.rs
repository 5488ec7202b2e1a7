//! People under one heading, as rows of a table.

use leptos::prelude::*;
use protocol::user::CourseRole;

use crate::components::people_row::PeopleRow;
use crate::components::people_source::{Group, People};
use crate::components::roster::group_title;
use crate::i18n::{Texts, use_i18n};
use crate::reactive::changing;

/// Returns what somebody is in a course.
pub fn role_text(t: Texts, role: Option<CourseRole>) -> &'static str {
    match role {
        Some(CourseRole::Instructor) => t.role_instructor(),
        Some(CourseRole::Assistant) => t.role_assistant(),
        Some(CourseRole::Student) => t.role_student(),
        Some(CourseRole::Guest) => t.role_guest(),
        None => t.role_none(),
    }
}

/// A group's body of the table; nothing where nobody is.
#[component]
pub fn PeopleTable(
    /// Who.
    group: Group,
    /// The people that are loaded.
    people: People,
) -> impl IntoView {
    let t = use_i18n();
    let count =
        move || people.count(group).map(|n| view! { <span class="roster-count">{n}</span> });
    changing(move || {
        let persons = people.of(group);
        if persons.is_empty() {
            return ().into_any();
        }
        view! {
            <tbody>
                <tr class="table-group">
                    <th colspan="3" scope="rowgroup">
                        {group_title(t, group)}
                        " "
                        {move || count()}
                    </th>
                </tr>
                {persons.into_iter().map(|person| view! { <PeopleRow person /> }).collect_view()}
            </tbody>
        }
        .into_any()
    })
}

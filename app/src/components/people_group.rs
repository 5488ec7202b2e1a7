//! People under one heading: rows of a table on the page of people, a list in the panel.

use leptos::prelude::*;
use protocol::id::UserId;
use protocol::user::{CourseRole, Person};

use crate::components::people_row::PeopleRow;
use crate::components::people_source::{Group, People};
use crate::components::roster_person::RosterPerson;
use crate::i18n::{Texts, use_i18n};
use crate::reactive::changing;

/// Where the people are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A body of the table.
    Table,
    /// A list of the panel.
    Panel,
}

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

fn group_title(t: Texts, group: Group) -> &'static str {
    match group {
        Group::Staff => t.people_staff(),
        Group::Students => t.people_students(),
        Group::Guests => t.people_guests(),
    }
}

/// Whoever has another name or role is another row; so is one whose account was closed or opened.
fn row_key(person: &Person) -> (UserId, String, Option<CourseRole>, bool) {
    (person.id, person.display_name.clone(), person.course_role, person.is_deactivated)
}

/// A heading with its number, and the people; nothing where nobody is.
#[component]
pub fn PeopleGroup(
    /// Who.
    group: Group,
    /// The people that are loaded.
    people: People,
    /// Where they are shown.
    layout: Layout,
) -> impl IntoView {
    let t = use_i18n();
    let is_there = Memo::new(move |_| !people.of(group).is_empty());
    let heading = move || {
        let count =
            move || people.count(group).map(|n| view! { <span class="roster-count">{n}</span> });
        view! {
            {group_title(t, group)}
            " "
            {move || count()}
        }
    };
    changing(move || match (is_there.get(), layout) {
        (false, _) => ().into_any(),
        (true, Layout::Table) => view! {
            <tbody>
                <tr class="table-group">
                    <th colspan="4" scope="rowgroup">
                        {heading()}
                    </th>
                </tr>
                <For each=move || people.of(group) key=row_key let(person)>
                    <PeopleRow person />
                </For>
            </tbody>
        }
        .into_any(),
        (true, Layout::Panel) => view! {
            <section class="roster">
                <h3 class="roster-title">{heading()}</h3>
                <ul class="roster-list">
                    <For each=move || people.of(group) key=row_key let(person)>
                        <RosterPerson person />
                    </For>
                </ul>
            </section>
        }
        .into_any(),
    })
}

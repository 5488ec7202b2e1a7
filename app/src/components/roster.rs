//! People under one heading, in the panel.

use leptos::prelude::*;

use crate::components::people_source::{Group, People};
use crate::components::roster_person::RosterPerson;
use crate::i18n::{Texts, use_i18n};
use crate::reactive::changing;

/// Returns the heading of a group.
pub fn group_title(t: Texts, group: Group) -> &'static str {
    match group {
        Group::Staff => t.people_staff(),
        Group::Students => t.people_students(),
        Group::Guests => t.people_guests(),
    }
}

/// A heading with its number, and a list; nothing where nobody is.
#[component]
pub fn Roster(
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
                <section class="roster">
                    <h3 class="roster-title">{group_title(t, group)} " " {move || count()}</h3>
                    <ul class="roster-list">
                        {persons.into_iter().map(|person| view! { <RosterPerson person /> }).collect_view()}
                    </ul>
                </section>
            }
            .into_any()
    })
}

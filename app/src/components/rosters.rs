//! Groups of people, in the panel.

use leptos::prelude::*;

use crate::components::more_people::MorePeople;
use crate::components::people_group::{Layout, PeopleGroup};
use crate::components::people_source::{Group, People};

/// The groups, and the way to more.
#[component]
pub fn Rosters(
    /// The people that are loaded.
    people: People,
) -> impl IntoView {
    view! {
        {Group::ALL.map(|group| view! { <PeopleGroup group people layout=Layout::Panel /> })}
        <MorePeople people />
    }
}

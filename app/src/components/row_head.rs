//! Who wrote a message, and when.

use leptos::prelude::*;
use protocol::time::Timestamp;
use protocol::user::Person;

use crate::components::avatar::Avatar;
use crate::components::role_badge::RoleBadge;
use crate::components::row_time::RowTime;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// What stands before a message's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowLead {
    /// Who wrote it.
    pub author: Option<Person>,
    /// When.
    pub at: Timestamp,
    /// Its address, once it has one.
    pub permalink: Option<String>,
}

/// Avatar, name, role and time; of a row that continues the one above only the time.
#[component]
pub fn RowHead(
    /// What stands before the words.
    lead: RowLead,
    /// Whether the row continues the one above.
    is_grouped: bool,
) -> impl IntoView {
    let RowLead { author, at, permalink } = lead;
    if is_grouped {
        return view! { <RowTime at permalink class="row-gutter" /> }.into_any();
    }
    let t = use_i18n();
    let me = use_live().me();
    let id = author.as_ref().map(|author| author.id);
    let is_own = move || me.with(|me| Some(me.id) == id);
    let (name, hue, role) = match author {
        Some(person) => (person.display_name, person.hue, person.course_role),
        None => (t.row_nobody().to_owned(), 0, None),
    };
    view! {
        <Avatar name=name.clone() hue />
        <header class="row-head">
            <span class="row-author" dir="auto">
                {name}
            </span>
            <RoleBadge role />
            {move || is_own().then(|| view! { <span class="row-you">{t.row_you()}</span> })}
            <RowTime at permalink class="row-time" />
        </header>
    }
    .into_any()
}

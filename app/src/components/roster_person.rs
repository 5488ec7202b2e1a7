//! A person in the panel.

use leptos::prelude::*;
use protocol::user::Person;

use crate::components::avatar::Avatar;
use crate::components::role_badge::RoleBadge;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// One person.
#[component]
pub fn RosterPerson(
    /// Who.
    person: Person,
) -> impl IntoView {
    let t = use_i18n();
    let id = person.id;
    let me = use_live().me();
    let is_me = move || me.with(|me| me.id) == id;
    view! {
        <li class="person">
            <Avatar name=person.display_name.clone() hue=person.hue size="is-32" />
            <div class="person-text">
                <p class="person-name">
                    <span dir="auto">{person.display_name}</span>
                    " "
                    <RoleBadge role=person.course_role />
                    {move || is_me().then(|| view! { " " <span class="row-you">{t.row_you()}</span> })}
                </p>
                <p class="person-note">"@" {person.login}</p>
            </div>
        </li>
    }
}

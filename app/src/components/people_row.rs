//! A person in the table.

use leptos::prelude::*;
use protocol::user::Person;

use crate::components::avatar::Avatar;
use crate::components::people_table::role_text;
use crate::components::role_badge::RoleBadge;
use crate::i18n::use_i18n;

/// One person.
#[component]
pub fn PeopleRow(
    /// Who.
    person: Person,
) -> impl IntoView {
    let t = use_i18n();
    view! {
        <tr>
            <th scope="row">
                <span class="table-person">
                    <Avatar name=person.display_name.clone() hue=person.hue size="is-28" />
                    <span class="table-name">
                        <span dir="auto">{person.display_name}</span>
                        <RoleBadge role=person.course_role />
                    </span>
                </span>
            </th>
            <td class="table-login">{person.login}</td>
            <td>{role_text(t, person.course_role)}</td>
        </tr>
    }
}

//! A person in the table.

use leptos::prelude::*;
use protocol::permission::{PersonAction, PersonFacts};
use protocol::user::Person;

use crate::components::avatar::Avatar;
use crate::components::icon::Icon;
use crate::components::people_group::role_text;
use crate::components::person_dialogs::PersonDialogs;
use crate::components::role_badge::RoleBadge;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::reactive::When;

/// One person, with the way to change what they are for those who may.
#[component]
pub fn PeopleRow(
    /// Who.
    person: Person,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let dialogs = use_context::<PersonDialogs>();
    let about = PersonFacts { account: person.role, course: person.course_role };
    let may = move || live.decide_on(PersonAction::ChangeRole, about).is_ok();
    let (name, known) = (person.display_name.clone(), StoredValue::new(person.clone()));
    let label = t.people_change_name(name);
    view! {
        <tr>
            <th scope="row">
                <span class="table-person">
                    <Avatar name=person.display_name.clone() hue=person.hue size="is-28" />
                    <span class="table-name">
                        <span dir="auto">{person.display_name}</span>
                        <RoleBadge role=person.course_role />
                        {person
                            .is_deactivated
                            .then(|| view! { <span class="badge is-closed">{t.people_closed()}</span> })}
                    </span>
                </span>
            </th>
            <td class="table-login">
                <bdi>{person.login}</bdi>
            </td>
            <td>{role_text(t, person.course_role)}</td>
            <td class="table-tools">
                <When holds=Signal::derive(may)>
                    <button
                        class="icon-button is-small"
                        type="button"
                        data-late
                        aria-label=label.clone()
                        aria-haspopup="dialog"
                        title=t.people_change()
                        on:click=move |_| {
                            if let Some(dialogs) = dialogs {
                                known.with_value(|person| dialogs.open(person));
                            }
                        }
                    >
                        <Icon name="pencil" />
                    </button>
                </When>
            </td>
        </tr>
    }
}

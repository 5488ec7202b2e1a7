//! The table of a course's people.

use leptos::prelude::*;

use crate::components::more_people::MorePeople;
use crate::components::people_group::{Layout, PeopleGroup};
use crate::components::people_source::{Group, People};
use crate::i18n::use_i18n;
use crate::live::use_live;

/// The table, and the way to more.
#[component]
pub fn PeopleBody(
    /// The people that are loaded.
    people: People,
) -> impl IntoView {
    let t = use_i18n();
    let code = use_live().course().with_untracked(|course| course.short_name().to_owned());
    view! {
        <div class="page-body">
            <div class="table-scroll" tabindex="0" role="group" aria-label=t.people_title()>
                <table class="table">
                    <caption class="visually-hidden">{t.people_caption(code)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.field_name()}</th>
                            <th scope="col">{t.field_login()}</th>
                            <th scope="col">{t.people_role()}</th>
                            <td></td>
                        </tr>
                    </thead>
                    {Group::ALL.map(|group| view! { <PeopleGroup group people layout=Layout::Table /> })}
                </table>
            </div>
            <MorePeople people />
        </div>
    }
}

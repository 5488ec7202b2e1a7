//! `/c/{course}/people`.

use leptos::prelude::*;
use protocol::permission::Action;

use crate::address::ADD_PERSON;
use crate::components::add_person_dialog::AddPersonDialog;
use crate::components::confirmation::provide_confirmation;
use crate::components::fault_page::FaultPage;
use crate::components::icon::Icon;
use crate::components::overlay::{WAY, asks_for, leave_address};
use crate::components::page_head::PageHead;
use crate::components::page_title::PageTitle;
use crate::components::people_body::PeopleBody;
use crate::components::people_source::use_people;
use crate::components::person_dialogs::{PersonDialogsRegion, provide_person_dialogs};
use crate::components::toasts::ToastRegion;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::parts::{Overlay, overlay};
use crate::reactive::{When, once};

/// Everybody in the course, staff first, page by page.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let people = use_people();
    let dialogs = provide_person_dialogs();
    let confirmation = provide_confirmation();
    let adding = RwSignal::new(asks_for(ADD_PERSON));
    leave_address(ADD_PERSON, adding.into());
    let may_add = Signal::derive(move || live.decide(Action::ManagePeople, None).is_ok());
    let fault = Memo::new(move |_| people.fault().filter(|_| !people.is_loaded()));
    let (course, total) = (live.course(), live.people_total());
    let note = Signal::derive(move || {
        let n = u32::try_from(total.get()).unwrap_or_default();
        t.people_note(n, course.with(|course| course.short_name().to_owned()))
    });
    view! {
        <PageTitle text=t.people_title() />
        <main class="page" id="main" tabindex="-1">
            <PageHead title=t.people_title() note>
                <When holds=may_add>
                    <button
                        class="button page-act"
                        form=WAY
                        name=ADD_PERSON
                        aria-haspopup="dialog"
                        on:click=move |event| {
                            event.prevent_default();
                            adding.set(true);
                        }
                    >
                        <Icon name="plus" />
                        {t.people_add()}
                    </button>
                </When>
            </PageHead>
            {move || match fault.get() {
                Some(fault) => view! { <FaultPage fault /> }.into_any(),
                None => view! { <PeopleBody people /> }.into_any(),
            }}
            <ToastRegion />
            <When holds=may_add>
                <AddPersonDialog is_open=adding />
                <PersonDialogsRegion dialogs />
                <When holds=once(confirmation.is_open())>
                    {overlay(Overlay::Confirmation(confirmation))}
                </When>
            </When>
        </main>
    }
}

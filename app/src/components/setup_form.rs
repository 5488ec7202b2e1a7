//! The form of a site's first account.

use leptos::form::ActionForm;
use leptos::html::Form;
use leptos::prelude::*;

use crate::api::auth::SetUp;
use crate::components::account_fields::AccountFields;
use crate::components::entry_card::{EntryCard, EntryKind};
use crate::components::fault_notice::FaultNotice;
use crate::components::submit_button::SubmitButton;
use crate::form_fault::FormFault;
use crate::i18n::use_i18n;

/// The form of the first account.
#[component]
pub fn SetupForm(
    /// The setup link's secret.
    token: String,
) -> impl IntoView {
    let t = use_i18n();
    let action = ServerAction::<SetUp>::new();
    let fault = FormFault::of(action, "set_up");
    let form = NodeRef::<Form>::new();
    fault.focus_wrong_field(form);
    view! {
        <EntryCard kind=EntryKind::Setup title=t.setup_title() note=t.setup_note()>
            <FaultNotice text=fault.whole() />
            <ActionForm action node_ref=form attr:class="entry-form" attr:novalidate=true>
                <input type="hidden" name="token" value=token />
                <AccountFields fault=fault.clone() />
                <SubmitButton
                    label=t.setup_submit()
                    busy_label=t.setup_busy()
                    is_busy=action.pending()
                    class="is-large is-wide"
                />
            </ActionForm>
        </EntryCard>
    }
}

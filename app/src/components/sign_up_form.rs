//! The form of a new account.

use leptos::form::ActionForm;
use leptos::html::Form;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::address::sign_in_address;
use crate::api::auth::SignUp;
use crate::components::account_fields::AccountFields;
use crate::components::entry_card::{EntryCard, EntryKind};
use crate::components::fault_notice::FaultNotice;
use crate::components::submit_button::SubmitButton;
use crate::form_fault::FormFault;
use crate::i18n::use_i18n;

/// Makes an account and leads to where the person wanted to go.
#[component]
pub fn SignUpForm() -> impl IntoView {
    let t = use_i18n();
    let action = ServerAction::<SignUp>::new();
    let fault = FormFault::of(action, "sign_up");
    let form = NodeRef::<Form>::new();
    fault.focus_wrong_field(form);
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    let sign_in = sign_in_address(&next);
    view! {
        <EntryCard kind=EntryKind::Welcome title=t.sign_up_title() note=t.sign_up_note()>
            <FaultNotice text=fault.whole() />
            <ActionForm action node_ref=form attr:class="entry-form" attr:novalidate=true>
                <input type="hidden" name="next" value=next />
                <AccountFields fault=fault.clone() />
                <SubmitButton
                    label=t.sign_up_submit()
                    busy_label=t.sign_up_busy()
                    is_busy=action.pending()
                    class="is-large is-wide"
                />
            </ActionForm>
            <p class="entry-alt">
                {t.sign_up_have()} " " <a href=sign_in>{t.sign_in_submit()}</a>
            </p>
        </EntryCard>
    }
}

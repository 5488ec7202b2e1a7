//! `/sign-in`.

use leptos::form::ActionForm;
use leptos::html::Form;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use protocol::fault::FaultCode;

use crate::address::encoded;
use crate::api::auth::SignIn;
use crate::components::entry_card::{EntryCard, EntryKind};
use crate::components::fault_notice::FaultNotice;
use crate::components::field::{Field, Purpose};
use crate::components::page_title::PageTitle;
use crate::components::password_field::{PasswordField, PasswordKind};
use crate::components::registration_gate::RegistrationGate;
use crate::components::submit_button::SubmitButton;
use crate::form_fault::FormFault;
use crate::i18n::use_i18n;

/// Signs in and leads to where the person wanted to go.
#[component]
pub fn SignInPage() -> impl IntoView {
    let t = use_i18n();
    let action = ServerAction::<SignIn>::new();
    let fault = FormFault::of(action, "sign_in");
    let form = NodeRef::<Form>::new();
    fault.focus_wrong_field(form);
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    let sign_up = match next.as_str() {
        "" => "/sign-up".to_owned(),
        next => format!("/sign-up?next={}", encoded(next)),
    };
    let (raw, whole) = (fault.fault(), fault.whole());
    let notice = Signal::derive(move || {
        let code = raw.with(|fault| fault.as_ref().map(|fault| fault.code));
        match code {
            Some(FaultCode::Unauthenticated) => Some(t.sign_in_wrong().to_owned()),
            _ => whole.get(),
        }
    });
    view! {
        <PageTitle text=t.sign_in_title() />
        <EntryCard kind=EntryKind::Welcome title=t.sign_in_title() note=t.sign_in_note()>
            <FaultNotice text=notice />
            <ActionForm action node_ref=form attr:class="entry-form" attr:novalidate=true>
                <input type="hidden" name="next" value=next />
                <Field
                    id="login"
                    name="login"
                    class="is-large"
                    label=t.field_login()
                    purpose=Purpose::Login
                    value=fault.typed("login")
                    error=fault.field("login")
                />
                <PasswordField kind=PasswordKind::Current error=fault.field("password") />
                <SubmitButton
                    label=t.sign_in_submit()
                    busy_label=t.sign_in_busy()
                    is_busy=action.pending()
                    class="is-large is-wide"
                />
            </ActionForm>
            <RegistrationGate closed=|| ()>
                <p class="entry-alt">
                    {t.sign_in_new_here()} " " <a href=sign_up.clone()>{t.sign_in_create()}</a>
                </p>
            </RegistrationGate>
        </EntryCard>
    }
}

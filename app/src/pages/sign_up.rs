//! `/sign-up`.

use leptos::prelude::*;

use crate::components::page_title::PageTitle;
use crate::components::registration_gate::RegistrationGate;
use crate::components::sign_up_closed::SignUpClosed;
use crate::components::sign_up_form::SignUpForm;
use crate::i18n::use_i18n;

/// Makes an account, where the site lets everybody.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let t = use_i18n();
    view! {
        <PageTitle text=t.sign_up_title() />
        <RegistrationGate closed=|| view! { <SignUpClosed /> }>
            <SignUpForm />
        </RegistrationGate>
    }
}

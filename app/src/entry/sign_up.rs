//! `/sign-up`.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::address::sign_in_address;
use crate::api::auth::is_registration_open;
use crate::components::page_title::PageTitle;
use crate::entry::account_form::AccountForm;
use crate::entry::closed::Closed;
use crate::entry::entry_card::{EntryCard, EntryKind};
use crate::i18n::use_i18n;

/// Makes an account, where the site lets everybody, and leads to where the person wanted to go.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let t = use_i18n();
    let kind = EntryKind::Welcome;
    if !is_registration_open() {
        return view! {
            <PageTitle text=t.sign_up_title() />
            <Closed kind title=t.sign_up_closed_title() note=t.sign_up_closed_note() />
        }
        .into_any();
    }
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    let sign_in = sign_in_address(&next);
    view! {
        <PageTitle text=t.sign_up_title() />
        <EntryCard kind title=t.sign_up_title() note=t.sign_up_note()>
            <AccountForm
                endpoint="sign_up"
                hidden=("next", next)
                label=t.sign_up_submit()
                busy_label=t.sign_up_busy()
            />
            <p class="entry-alt">
                {t.sign_up_have()} " " <a href=sign_in>{t.sign_in_submit()}</a>
            </p>
        </EntryCard>
    }
    .into_any()
}

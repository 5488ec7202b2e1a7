//! `/setup?token=…`: the first account of a new site.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::auth::is_setup_open;
use crate::components::page_title::PageTitle;
use crate::entry::account_form::AccountForm;
use crate::entry::closed::Closed;
use crate::entry::entry_card::{EntryCard, EntryKind};
use crate::i18n::use_i18n;

/// Makes the administrator, for whoever holds the setup link.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let t = use_i18n();
    let kind = EntryKind::Setup;
    let token = use_query_map().get_untracked().get("token").unwrap_or_default();
    let asked = token.clone();
    let is_open = OnceResource::new(async move { is_setup_open(&asked).await });
    view! {
        <PageTitle text=t.setup_tag() />
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    if is_open.await {
                        return view! { <SetUpForm token /> }.into_any();
                    }
                    view! { <Closed kind title=t.setup_closed_title() note=t.setup_closed_note() /> }
                        .into_any()
                })
            }}
        </Suspense>
    }
}

/// What the holder of the link fills in.
#[component]
fn SetUpForm(
    /// The link's token.
    token: String,
) -> impl IntoView {
    let t = use_i18n();
    view! {
        <EntryCard kind=EntryKind::Setup title=t.setup_title() note=t.setup_note()>
            <AccountForm
                endpoint="set_up"
                hidden=("token", token)
                label=t.setup_submit()
                busy_label=t.setup_busy()
            />
        </EntryCard>
    }
}

//! `/setup?token=…`: the first account of a new site.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::auth::check_setup;
use crate::components::page_title::PageTitle;
use crate::components::setup_closed::SetupClosed;
use crate::components::setup_form::SetupForm;
use crate::i18n::use_i18n;

/// Makes the administrator, for whoever holds the setup link.
#[component]
pub fn SetupPage() -> impl IntoView {
    let t = use_i18n();
    let token = use_query_map().get_untracked().get("token").unwrap_or_default();
    let is_open = OnceResource::new(check_setup(token.clone()));
    view! {
        <PageTitle text=t.setup_tag() />
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match is_open.await {
                        Ok(true) => view! { <SetupForm token /> }.into_any(),
                        _ => view! { <SetupClosed /> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

//! Requests that failed before a page could be asked, and addresses that lead nowhere.

use leptos::prelude::*;

use crate::api::context::Context;
use crate::components::fault_page::FaultPage;
use crate::pages::not_found::NotFoundPage;

/// Says what failed, as far as people can do something about it.
#[component]
pub fn FailurePage() -> impl IntoView {
    let failed = Context::current().ok().and_then(|context| context.failed().cloned());
    let Some(fault) = failed else { return view! { <NotFoundPage /> }.into_any() };
    view! {
        <main class="entry" id="main">
            <FaultPage fault />
        </main>
    }
    .into_any()
}

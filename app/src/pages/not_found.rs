//! Addresses that lead nowhere.

use leptos::prelude::*;
use protocol::fault::Fault;

use crate::api::document::declare_missing;
use crate::components::fault_page::FaultPage;

/// A page of its own, outside the shell: the viewer may not be signed in.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    declare_missing();
    view! {
        <main class="entry" id="main">
            <FaultPage fault=Fault::not_found() />
        </main>
    }
}

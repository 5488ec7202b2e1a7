//! What a page shows that cannot be shown.

use leptos::prelude::*;
use protocol::fault::{Fault, FaultCode};

use crate::components::empty::EmptyPage;
use crate::components::page_title::PageTitle;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;

/// Says what happened, and the way on: back to the course, or again.
#[component]
pub fn FaultPage(
    /// Why the page cannot be shown.
    fault: Fault,
) -> impl IntoView {
    let t = use_i18n();
    let is_missing = fault.code == FaultCode::NotFound;
    let is_offline = fault.code == FaultCode::Unavailable && fault.request_id.is_none();
    let (icon, title) = match (is_missing, is_offline) {
        (true, _) => ("compass", t.not_found_title()),
        (_, true) => ("wifi-off", t.banner_offline()),
        _ => ("triangle-alert", t.failed_title()),
    };
    let text = match fault.code {
        _ if is_offline => t.failed_offline().to_owned(),
        FaultCode::Unavailable if fault.request_id.is_some() => t.failed_text().to_owned(),
        _ => fault_text(t, &fault),
    };
    let code = fault.request_id.filter(|_| !is_missing).map(|id| {
        view! { <p class="empty-code">{t.failed_code()} " " <code>{id}</code></p> }
    });
    view! {
        <PageTitle text=title />
        <EmptyPage icon title text>
            // A plain load: whatever state led here is left behind.
            <a class="button" href="/" rel="external">
                {t.not_found_back()}
            </a>
            {code}
        </EmptyPage>
    }
}

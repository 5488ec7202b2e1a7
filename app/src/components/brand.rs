//! The product's mark and name.

use leptos::prelude::*;

const FIELD: &str = "M5 2.5h14A2.5 2.5 0 0 1 21.5 5v11a2.5 2.5 0 0 1-2.5 2.5H8.4L4.3 22a.8.8 0 0 1-1.3-.6v-3.2A2.5 2.5 0 0 1 2.5 16V5A2.5 2.5 0 0 1 5 2.5Z";

/// The mark and the word beside it; the caller wraps them in a `.brand`.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
            <path class="brand-field" d=FIELD></path>
            <path class="brand-line" d="M6 6.75h12M8 9v6M12 9v6M16 9v6"></path>
        </svg>
        <span class="brand-name">"Lyceum"</span>
    }
}

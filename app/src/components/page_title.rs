//! The document's title.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sets `<title>` to a text and the product's name.
#[component]
pub fn PageTitle(
    /// What the page is.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    // The server writes the head last, when what the page is made of may be gone.
    let at_first = text.get_untracked();
    let text = move || text.try_get().unwrap_or_else(|| at_first.clone());
    view! { <Title text=move || format!("{} · Lyceum", text()) /> }
}

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
    view! { <Title text=move || format!("{} · Lyceum", text.get()) /> }
}

//! The header of a page that is not a channel.

use leptos::prelude::*;

use crate::components::nav_toggle::NavToggle;

/// The page's title and a line about it.
#[component]
pub fn PageHead(
    /// The page's title.
    #[prop(into)]
    title: String,
    /// The line below it.
    #[prop(into)]
    note: Signal<String>,
    /// What can be done here.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            <NavToggle />
            <div class="page-titles">
                <h1 class="page-title">{title}</h1>
                <p class="page-note" dir="auto">
                    {move || note.get()}
                </p>
            </div>
            {children.map(|children| children())}
        </header>
    }
}

//! What stands where there is nothing to show.

use leptos::prelude::*;

use crate::components::icon::Icon;

/// An icon, a heading of level 1, a sentence and a way on: the body of an error page.
#[component]
pub fn EmptyPage(
    /// The icon's name.
    icon: &'static str,
    /// What is the matter.
    #[prop(into)]
    title: String,
    /// What that means.
    #[prop(into)]
    text: String,
    /// The way on.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="page-body is-centred">
            <div class="empty">
                <Icon name=icon class="is-28 empty-icon" />
                <h1 class="empty-title">{title}</h1>
                <p class="empty-text">{text}</p>
                {children()}
            </div>
        </div>
    }
}

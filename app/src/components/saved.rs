//! Says beside a button that what it does is done.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::reactive::changing;

/// A line that is read out when it appears.
#[component]
pub fn Saved(
    /// Whether it is done.
    is_saved: RwSignal<bool>,
    /// What is done.
    text: &'static str,
) -> impl IntoView {
    view! {
        <span class="saved" role="status">
            {changing(move || {
                if !is_saved.get() {
                    return ().into_any();
                }
                view! {
                    <Icon name="check" />
                    {text}
                }
                    .into_any()
            })}
        </span>
    }
}

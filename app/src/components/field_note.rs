//! The line below an input.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::reactive::changing;

/// The hint of a field, or in its place what is wrong with it.
#[component]
pub fn FieldNote(
    /// Id that the input's `aria-describedby` names.
    id: String,
    /// Shown while nothing is wrong.
    hint: Option<String>,
    /// What is wrong, if anything is.
    error: Signal<Option<String>>,
) -> impl IntoView {
    changing(move || match (error.get(), hint.clone()) {
        (Some(error), _) => view! {
            <p class="field-error" id=id.clone() role="alert">
                <Icon name="circle-alert" />
                {error}
            </p>
        }
        .into_any(),
        (None, Some(hint)) => view! {
            <p class="field-hint" id=id.clone()>
                {hint}
            </p>
        }
        .into_any(),
        (None, None) => ().into_any(),
    })
}

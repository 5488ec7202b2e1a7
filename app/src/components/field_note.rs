//! The line below an input.

use leptos::either::EitherOf3;
use leptos::prelude::*;

use crate::components::icon::Icon;

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
    move || match (error.get(), hint.clone()) {
        (Some(error), _) => EitherOf3::A(view! {
            <p class="field-error" id=id.clone() role="alert">
                <Icon name="circle-alert" />
                {error}
            </p>
        }),
        (None, Some(hint)) => EitherOf3::B(view! {
            <p class="field-hint" id=id.clone()>
                {hint}
            </p>
        }),
        (None, None) => EitherOf3::C(()),
    }
}

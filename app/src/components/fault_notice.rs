//! What went wrong with a form as a whole.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::reactive::changing;

/// The sentence about a fault that no field can show.
#[component]
pub fn FaultNotice(
    /// The sentence, if there is one.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    changing(move || match text.get() {
        Some(text) => view! {
            <div class="notice is-error" role="alert">
                <Icon name="circle-alert" />
                <p>{text}</p>
            </div>
        }
        .into_any(),
        None => ().into_any(),
    })
}

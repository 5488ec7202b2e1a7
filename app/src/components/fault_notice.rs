//! What went wrong with a form as a whole.

use leptos::prelude::*;

use crate::components::icon::Icon;

/// The sentence about a fault that no field can show.
#[component]
pub fn FaultNotice(
    /// The sentence, if there is one.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        text.get().map(|text| {
            view! {
                <div class="notice is-error" role="alert">
                    <Icon name="circle-alert" />
                    <p>{text}</p>
                </div>
            }
        })
    }
}

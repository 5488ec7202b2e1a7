//! The one filled button of a form.

use leptos::prelude::*;

/// Sends its form; says so while it is on its way, without changing its width.
#[component]
pub fn SubmitButton(
    /// What it does.
    #[prop(into)]
    label: String,
    /// What it does, while it is doing it.
    #[prop(into)]
    busy_label: String,
    /// Whether the form is on its way.
    #[prop(into)]
    is_busy: Signal<bool>,
    /// Modifier classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <button
            class=format!("button is-primary {class}").trim_end().to_owned()
            type="submit"
            aria-busy=move || is_busy.get().then_some("true")
            on:click=move |event| {
                if is_busy.get() {
                    event.prevent_default();
                }
            }
        >
            {move || if is_busy.get() { busy_label.clone() } else { label.clone() }}
        </button>
    }
}

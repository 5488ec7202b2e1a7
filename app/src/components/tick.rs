//! A choice of yes or no.

use leptos::prelude::*;

use crate::api::refusal::TICKED;

/// A checkbox with a title and a line about what it does.
#[component]
pub fn Tick(
    /// Name under which the form sends it.
    name: &'static str,
    /// What it is.
    title: &'static str,
    /// What it does.
    note: &'static str,
    /// Whether it holds.
    holds: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                class="checkbox"
                type="checkbox"
                name=name
                value=TICKED
                checked=holds.get_untracked()
                prop:checked=holds
                on:change=move |event| holds.set(event_target_checked(&event))
            />
            <span class="choice-text">
                <span class="choice-title">{title}</span>
                <span class="choice-note">{note}</span>
            </span>
        </label>
    }
}

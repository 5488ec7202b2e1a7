//! The way to the settings.

use leptos::prelude::*;

use crate::components::icon::Icon;

/// A button, as the settings are a tool here, that works without scripts.
#[component]
pub fn SettingsButton(
    /// What it is called.
    label: &'static str,
) -> impl IntoView {
    let navigate = leptos_router::hooks::use_navigate();
    view! {
        <form
            class="inline-form"
            method="get"
            action="/settings"
            on:submit=move |event| {
                event.prevent_default();
                navigate("/settings", leptos_router::NavigateOptions::default());
            }
        >
            <button class="icon-button" aria-label=label title=label>
                <Icon name="settings" />
            </button>
        </form>
    }
}

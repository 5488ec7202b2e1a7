//! A button of the channel's header that opens a panel.

use leptos::prelude::*;

use crate::components::panel_state::{Panel, use_panel};

/// Opens and closes a panel; without scripts by the address.
#[component]
pub fn PanelButton(
    /// The panel.
    panel: Panel,
    /// Its name, with what is counted in it.
    #[prop(into)]
    label: Signal<String>,
    /// Its name.
    title: &'static str,
    /// Icon, and number.
    children: Children,
) -> impl IntoView {
    let state = use_panel();
    let is_open = move || state.shown() == Some(panel);
    view! {
        <form
            class="inline-form"
            method="get"
            on:submit=move |event| {
                event.prevent_default();
                state.toggle(panel);
            }
        >
            {move || {
                (!is_open())
                    .then(|| view! { <input type="hidden" name="panel" value=panel.name() /> })
            }}
            <button
                class="tool"
                id=panel.button_id()
                aria-label=move || label.get()
                aria-expanded=move || is_open().to_string()
                title=title
            >
                {children()}
            </button>
        </form>
    }
}

//! The top of a dialog with fields.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::overlay::WAY;
use crate::i18n::use_i18n;

/// The dialog's title and the button that closes it.
#[component]
pub fn DialogHead(
    /// Id that the dialog's `aria-labelledby` names.
    id: String,
    /// What the dialog is for.
    title: &'static str,
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    view! {
        <header class="dialog-head">
            <h1 class="dialog-title" id=id>
                {title}
            </h1>
            <button
                class="icon-button"
                form=WAY
                aria-label=t.dialog_close()
                title=t.dialog_close()
                on:click=move |event| {
                    event.prevent_default();
                    is_open.set(false);
                }
            >
                <Icon name="x" class="is-18" />
            </button>
        </header>
    }
}

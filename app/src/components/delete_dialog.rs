//! The question before a message is deleted: there is no way back.

use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::deletion::Deletion;
use crate::components::message_row::row_id;
use crate::components::toasts::use_toasts;
use crate::dom;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;

/// Asks, deletes, and leaves the keyboard on the row.
#[component]
pub fn DeleteDialog(
    /// Which message is asked about.
    deletion: Deletion,
    /// The channel it is in.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let toasts = use_toasts();
    let dialog = NodeRef::<Dialog>::new();
    dom::follow_dialog(dialog, deletion.is_open);
    let delete = move |_| {
        deletion.is_open.set(false);
        let Some(id) = deletion.asked.get_untracked() else { return };
        spawn_local(async move {
            if let Err(error) = channel.delete(id).await {
                toasts.warn(fault_text(t, &error.0));
            }
            dom::after_paint(move || dom::focus(dom::by_id(&row_id(id))));
        });
    };
    view! {
        <dialog
            class="dialog is-small"
            node_ref=dialog
            role="alertdialog"
            aria-labelledby="delete-title"
            aria-describedby="delete-text"
            on:close=move |_| deletion.is_open.set(false)
        >
            <div class="dialog-form">
                <header class="dialog-head">
                    <h1 class="dialog-title" id="delete-title">
                        {t.delete_title()}
                    </h1>
                </header>
                <div class="dialog-body">
                    <p id="delete-text">{t.delete_text()}</p>
                </div>
                <footer class="dialog-foot">
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| deletion.is_open.set(false)
                    >
                        {t.dialog_cancel()}
                    </button>
                    <button class="button is-danger" type="button" on:click=delete>
                        {t.delete_submit()}
                    </button>
                </footer>
            </div>
        </dialog>
    }
}

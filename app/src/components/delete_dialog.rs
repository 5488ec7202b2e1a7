//! The question before a message is deleted: there is no way back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::confirm_dialog::{ConfirmDialog, ConfirmTexts};
use crate::components::deletion::Deletion;
use crate::components::message_row::row_id;
use crate::components::toasts::use_toasts;
use crate::dom;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::submission::Submission;

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
    let submission = Submission::of("delete_message");
    let asked = Signal::derive(move || deletion.asked.get().map(|id| id.to_string()));
    let delete = Callback::new(move |()| {
        let Some(id) = deletion.asked.get_untracked() else { return };
        spawn_local(async move {
            if let Err(error) = channel.delete(id).await {
                toasts.warn(fault_text(t, &error.0));
            }
            dom::after_paint(move || dom::focus(dom::by_id(&row_id(id))));
        });
    });
    let texts = ConfirmTexts { title: t.delete_title(), submit: t.delete_submit() };
    let text = Signal::stored(t.delete_text().to_owned());
    view! {
        <ConfirmDialog
            id="delete"
            texts
            text
            is_open=deletion.is_open
            submission
            confirm=delete
        >
            <input type="hidden" name="id" value=move || asked.get() />
        </ConfirmDialog>
    }
}

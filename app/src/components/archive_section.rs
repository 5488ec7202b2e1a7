//! Making a channel read-only, and back.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::channels::{archive_channel, restore_channel};
use crate::components::fault_notice::FaultNotice;
use crate::components::toasts::use_toasts;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};
use crate::submission::Submission;

/// Id of the form that the button belongs to without scripts: a form inside another is none.
const ARCHIVE_FORM: &str = "archive";

/// What archiving means, and the button. It can be undone, so nothing asks again.
#[component]
pub fn ArchiveSection(
    /// The channel.
    channel: ChannelLive,
    /// Whether the dialog around is open; done, it closes.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let (live, toasts) = (use_live(), use_toasts());
    let entry = channel.entry();
    let name = move || entry.get().map(|entry| entry.channel.name).unwrap_or_default();
    let is_archived = move || entry.get().is_some_and(|entry| entry.channel.archived_at.is_some());
    let id = channel.id();
    let (archive, restore) = (Submission::of("archive_channel"), Submission::of("restore_channel"));
    let turn = move |event: MouseEvent| {
        event.prevent_default();
        let restores = untrack(is_archived);
        spawn_local(async move {
            let turned =
                if restores { restore_channel(id).await } else { archive_channel(id).await };
            match turned {
                Ok(channel) => {
                    live.take_channel(&channel);
                    let done = if restores { t.toast_restored() } else { t.toast_archived() };
                    toasts.say("archive", done);
                    is_open.set(false);
                }
                Err(error) => toasts.warn(fault_text(t, &error.0)),
            }
        });
    };
    let refused = move || archive.whole().get().or_else(|| restore.whole().get());
    view! {
        <FaultNotice text=Signal::derive(refused) />
        <section class="dialog-section">
            <div>
                <h2 class="dialog-subtitle">
                    {move || {
                        if is_archived() { t.archive_restore(name()) } else { t.archive_title(name()) }
                    }}
                </h2>
                <p class="field-hint">
                    {move || if is_archived() { t.archive_restore_hint() } else { t.archive_hint() }}
                </p>
            </div>
            <button
                class=move || if is_archived() { "button" } else { "button is-danger-outline" }
                form=ARCHIVE_FORM
                on:click=turn
            >
                {move || if is_archived() { t.archive_undo() } else { t.archive_submit() }}
            </button>
        </section>
    }
}

/// The form of the button, without scripts.
#[component]
pub fn ArchiveForm(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let is_archived =
        untrack(|| channel.entry().get()).is_some_and(|entry| entry.channel.archived_at.is_some());
    let turn = Submission::of(if is_archived { "restore_channel" } else { "archive_channel" });
    view! {
        <form id=ARCHIVE_FORM method="post" action=turn.address() hidden>
            <input type="hidden" name="channel" value=channel.id().to_string() />
        </form>
    }
}

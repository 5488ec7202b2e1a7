//! Renaming, describing and archiving a channel.

use leptos::ev::SubmitEvent;
use leptos::html::{Dialog, Form};
use leptos::prelude::*;
use protocol::fault::FieldCode;
use protocol::limits::{CHANNEL_DESCRIPTION_CHARS_MAX, CHANNEL_NAME_CHARS_MAX};

use crate::api::channels::change_channel;
use crate::components::archive_section::ArchiveSection;
use crate::components::counted_field::{CountedField, Extent};
use crate::components::dialog_head::DialogHead;
use crate::components::fault_notice::FaultNotice;
use crate::components::submit_button::SubmitButton;
use crate::dom;
use crate::fault_text::field_text;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};
use crate::reactive::When;
use crate::submission::Submission;

/// The form of a channel's name and description; an archived channel can only be restored.
#[component]
pub fn ChannelSettingsDialog(
    /// The channel.
    channel: ChannelLive,
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let entry = channel.entry();
    let submission = Submission::of("change_channel");
    let (dialog, form) = (NodeRef::<Dialog>::new(), NodeRef::<Form>::new());
    dom::follow_dialog(dialog, is_open);
    submission.focus_wrong_field(form);
    let known = entry.get_untracked().map(|entry| entry.channel);
    let (known_name, known_description) =
        known.map(|channel| (channel.name, channel.description)).unwrap_or_default();
    let name = RwSignal::new(known_name);
    let description = RwSignal::new(known_description);
    let sending = move || async move {
        let (new_name, text) = (name.get_untracked(), description.get_untracked());
        let changed = change_channel(channel.id(), new_name, text).await?;
        live.take_channel(&changed);
        is_open.set(false);
        Ok(())
    };
    let send = {
        let submission = submission.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            submission.send(Box::pin(sending()));
        }
    };
    let course = move || live.course().with_untracked(|course| course.short_name().to_owned());
    let name_error = submission.field_with("name", move |wrong| match wrong.code {
        FieldCode::Taken => {
            t.channel_taken(course(), name.with_untracked(|name| name.trim().to_owned()))
        }
        _ => field_text(t, wrong),
    });
    let is_archived = move || entry.get().is_some_and(|entry| entry.channel.archived_at.is_some());
    let description_error = submission.field("description");
    let (whole, is_busy) = (submission.whole(), submission.is_busy());
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="channel-settings-title"
            on:close=move |_| is_open.set(false)
        >
            <form
                class="dialog-form"
                method="post"
                action=submission.address()
                novalidate=true
                node_ref=form
                on:submit=send
            >
                <DialogHead id="channel-settings-title" title=t.channel_settings() is_open />
                <div class="dialog-body">
                    <FaultNotice text=whole />
                    <input type="hidden" name="channel" value=channel.id().to_string() />
                    <When holds=Signal::derive(move || !is_archived())>
                        <CountedField
                            id="cs-name"
                            name="name"
                            label=t.field_name()
                            extent=Extent::Line
                            max=CHANNEL_NAME_CHARS_MAX
                            value=name
                            hint=t.channel_name_hint()
                            error=name_error
                        />
                        <CountedField
                            id="cs-desc"
                            name="description"
                            label=t.field_description()
                            extent=Extent::OptionalLines
                            max=CHANNEL_DESCRIPTION_CHARS_MAX
                            value=description
                            placeholder=t.channel_description_placeholder()
                            error=description_error
                        />
                    </When>
                    <ArchiveSection channel is_open />
                </div>
                <footer class="dialog-foot">
                    <button class="button" type="button" on:click=move |_| is_open.set(false)>
                        {t.dialog_cancel()}
                    </button>
                    <When holds=Signal::derive(move || !is_archived())>
                        <SubmitButton
                            label=t.channel_save()
                            busy_label=t.channel_saving()
                            is_busy=is_busy
                        />
                    </When>
                </footer>
            </form>
        </dialog>
    }
}

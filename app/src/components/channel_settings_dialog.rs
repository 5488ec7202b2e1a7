//! Renaming, describing and archiving a channel.

use leptos::prelude::*;
use protocol::permission::Action;

use crate::address::CHANNEL_SETTINGS;
use crate::api::channels::change_channel;
use crate::api::refusal::use_refusal;
use crate::components::archive_section::{ArchiveForm, ArchiveSection};
use crate::components::channel_fields::{ChannelFields, ChannelTexts};
use crate::components::counted_field::Extent;
use crate::components::form_dialog::{FormDialog, FormDialogTexts};
use crate::components::overlay::asks_for;
use crate::components::privacy_section::PrivacySection;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};
use crate::reactive::When;
use crate::submission::{Sending, Submission};

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
    let known = entry.get_untracked().map(|entry| entry.channel);
    let (name, description) =
        known.map(|channel| (channel.name, channel.description)).unwrap_or_default();
    let texts = match use_refusal("change_channel") {
        Some(refused) => ChannelTexts::new(refused.typed("name"), refused.typed("description")),
        None => ChannelTexts::new(name, description),
    };
    let send = Callback::new(move |()| -> Sending {
        Box::pin(async move {
            let (name, description) = texts.typed();
            let changed = change_channel(channel.id(), name, description).await?;
            live.take_channel(&changed);
            is_open.set(false);
            Ok(())
        })
    });
    let is_in_use = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().is_some_and(|it| it.channel.archived_at.is_none()))
    });
    let says = FormDialogTexts {
        title: t.channel_settings(),
        submit: t.channel_save(),
        busy: t.channel_saving(),
    };
    view! {
        <FormDialog
            id="channel-settings"
            texts=says
            is_open
            submission=submission.clone()
            send
            can_send=is_in_use
        >
            <input type="hidden" name="channel" value=channel.id().to_string() />
            <When holds=is_in_use>
                <ChannelFields
                    ids=["cs-name", "cs-desc"]
                    texts
                    extent=Extent::OptionalLines
                    has_focus=asks_for(CHANNEL_SETTINGS)
                    submission=submission.clone()
                />
            </When>
            <When holds=Signal::derive(move || channel.decide(Action::ChangeKind).is_ok())>
                <PrivacySection channel is_open />
            </When>
            <ArchiveSection channel is_open />
        </FormDialog>
        <ArchiveForm channel />
    }
}

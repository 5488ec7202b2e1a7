//! Making a channel.

use leptos::prelude::*;
use protocol::channel::ChannelKind;
use protocol::permission::Action;

use crate::api::channels::create_channel;
use crate::api::document::filled_in;
use crate::components::channel_fields::{ChannelFields, ChannelTexts};
use crate::components::channel_kinds::ChannelKinds;
use crate::components::counted_field::Extent;
use crate::components::form_dialog::{FormDialog, FormDialogTexts};
use crate::components::icon::Icon;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::submission::{Sending, Submission};

/// The form of a new channel. What is typed stays until the channel exists.
#[component]
pub fn NewChannelDialog(
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let course = live.course();
    let submission = Submission::of("create_channel");
    let texts = ChannelTexts::new(submission.typed("name"), submission.typed("description"));
    let first_kind = if untrack(|| live.decide(Action::CreateChannel, None)).is_ok() {
        ChannelKind::Public
    } else {
        ChannelKind::Private
    };
    let chosen = filled_in("[name=kind]:checked").unwrap_or_else(|| submission.typed("kind"));
    let kind = RwSignal::new(chosen.parse().unwrap_or(first_kind));
    let send = Callback::new(move |()| -> Sending {
        Box::pin(async move {
            let (id, slug) = course.with_untracked(|course| (course.id, course.slug.clone()));
            let (name, description) = texts.typed();
            let channel = create_channel(id, slug, name, description, kind.get_untracked()).await?;
            live.take_channel(&channel);
            texts.clear();
            kind.set(first_kind);
            is_open.set(false);
            Ok(())
        })
    });
    let says = FormDialogTexts {
        title: t.channel_new(),
        submit: t.channel_create(),
        busy: t.channel_creating(),
    };
    view! {
        <FormDialog
            id="new-channel"
            texts=says
            is_open
            submission=submission.clone()
            send
            can_send=true
        >
            <input type="hidden" name="course" value=move || course.with(|c| c.id.to_string()) />
            <input type="hidden" name="course_slug" value=move || course.with(|c| c.slug.clone()) />
            <ChannelFields
                ids=["nc-name", "nc-desc"]
                texts
                extent=Extent::OptionalLine
                has_focus=is_open.get_untracked()
                submission=submission.clone()
            />
            <ChannelKinds kind error=submission.field("kind") />
            <p class="readable">
                <Icon name="eye" />
                {move || match kind.get() {
                    ChannelKind::Private => t.group_readable().to_owned(),
                    _ => t.channel_readable(course.with(|course| course.short_name().to_owned())),
                }}
            </p>
        </FormDialog>
    }
}

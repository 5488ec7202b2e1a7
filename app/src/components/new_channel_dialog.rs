//! Making a channel.

use leptos::ev::SubmitEvent;
use leptos::html::{Dialog, Form};
use leptos::prelude::*;
use protocol::channel::ChannelKind;
use protocol::fault::FieldCode;
use protocol::limits::{CHANNEL_DESCRIPTION_CHARS_MAX, CHANNEL_NAME_CHARS_MAX};

use crate::api::channels::create_channel;
use crate::components::channel_kinds::ChannelKinds;
use crate::components::counted_field::{CountedField, Extent};
use crate::components::dialog_head::DialogHead;
use crate::components::fault_notice::FaultNotice;
use crate::components::icon::Icon;
use crate::components::submit_button::SubmitButton;
use crate::dom;
use crate::fault_text::field_text;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::submission::Submission;

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
    let (dialog, form) = (NodeRef::<Dialog>::new(), NodeRef::<Form>::new());
    dom::follow_dialog(dialog, is_open);
    submission.focus_wrong_field(form);
    let name = RwSignal::new(submission.typed("name"));
    let description = RwSignal::new(submission.typed("description"));
    let kind = RwSignal::new(ChannelKind::Public);
    // A refusal that came by the page's address belongs to a dialog that must be open to be seen.
    if submission.fault().with_untracked(Option::is_some) {
        is_open.set(true);
    }
    let sending = move || async move {
        let (id, slug) = course.with_untracked(|course| (course.id, course.slug.clone()));
        let (new_name, text) = (name.get_untracked(), description.get_untracked());
        let channel = create_channel(id, slug, new_name, text, kind.get_untracked()).await?;
        live.take_channel(&channel);
        name.set(String::new());
        description.set(String::new());
        kind.set(ChannelKind::Public);
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
    let short_name = move || course.with(|course| course.short_name().to_owned());
    let name_error = submission.field_with("name", move |wrong| match wrong.code {
        FieldCode::Taken => t.channel_taken(short_name(), name.with_untracked(|name| bare(name))),
        _ => field_text(t, wrong),
    });
    view! {
        <dialog
            class="dialog"
            id="new-channel"
            node_ref=dialog
            aria-labelledby="new-channel-title"
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
                <DialogHead id="new-channel-title" title=t.channel_new() is_open />
                <div class="dialog-body">
                    <FaultNotice text=submission.whole() />
                    <input type="hidden" name="course" value=move || course.with(|c| c.id.to_string()) />
                    <input type="hidden" name="course_slug" value=move || course.with(|c| c.slug.clone()) />
                    <CountedField
                        id="nc-name"
                        name="name"
                        label=t.field_name()
                        extent=Extent::Line
                        max=CHANNEL_NAME_CHARS_MAX
                        value=name
                        hint=t.channel_name_hint()
                        error=name_error
                    />
                    <CountedField
                        id="nc-desc"
                        name="description"
                        label=t.field_description()
                        extent=Extent::OptionalLine
                        max=CHANNEL_DESCRIPTION_CHARS_MAX
                        value=description
                        placeholder=t.channel_description_placeholder()
                        error=submission.field("description")
                    />
                    <ChannelKinds kind />
                    <p class="readable">
                        <Icon name="eye" />
                        {move || t.channel_readable(short_name())}
                    </p>
                </div>
                <footer class="dialog-foot">
                    <button class="button" type="button" on:click=move |_| is_open.set(false)>
                        {t.dialog_cancel()}
                    </button>
                    <SubmitButton
                        label=t.channel_create()
                        busy_label=t.channel_creating()
                        is_busy=submission.is_busy()
                    />
                </footer>
            </form>
        </dialog>
    }
}

/// Returns a typed name as it would be stored.
fn bare(name: &str) -> String {
    let name = name.trim();
    name.strip_prefix('#').unwrap_or(name).to_owned()
}

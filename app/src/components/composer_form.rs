//! The form of a new message.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::{Div, Textarea};
use leptos::prelude::*;

use crate::api::document::{form_key, textarea_text};
use crate::components::composer_foot::{ComposerFoot, wrong_words};
use crate::components::composer_input::{asks_for_last, follow_draft, is_sent, sends};
use crate::components::icon::Icon;
use crate::components::jump_button::to_end;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::submission::Submission;

/// The form itself.
#[component]
pub fn ComposerForm(
    /// The channel it writes to.
    channel: ChannelLive,
    /// The log's scroller.
    log: NodeRef<Div>,
) -> impl IntoView {
    let t = use_i18n();
    let input = NodeRef::<Textarea>::new();
    let submission = Submission::of("post_message");
    let (address, typed) = (submission.address(), textarea_text(&submission.typed("body")));
    let fault = RwSignal::new(submission.fault().get_untracked());
    let has_focus = fault.get_untracked().is_some();
    let draft = channel.draft();
    let name = move || channel.entry().get().map(|entry| entry.channel.name).unwrap_or_default();
    let chars = Memo::new(move |_| draft.with(|draft| draft.trim().chars().count()));
    let rows = move || draft.with(|draft| draft.split('\n').count().clamp(1, LINES_MAX));
    let error = wrong_words(t, chars, fault.into());
    follow_draft(channel, input);
    let send = move || {
        if chars.get_untracked() == 0 || is_sent() {
            return;
        }
        match channel.send(&draft.get_untracked()) {
            Ok(()) => {
                fault.set(None);
                to_end(channel, log);
            }
            Err(refused) => fault.set(Some(refused)),
        }
    };
    view! {
        <form
            class="composer"
            aria-label=t.composer_label()
            method="post"
            action=address
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                send();
            }
        >
            <input type="hidden" name="channel" value=channel.id().to_string() />
            <input type="hidden" name="client_message_id" value=form_key() />
            <div class="composer-box">
                <textarea
                    class="composer-input"
                    id="composer-input"
                    name="body"
                    node_ref=input
                    rows=move || rows()
                    aria-label=move || t.composer_message(name())
                    aria-describedby="composer-foot"
                    autofocus=has_focus
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    placeholder=move || t.composer_placeholder(name())
                    dir="auto"
                    enterkeyhint="send"
                    autocomplete="off"
                    on:input=move |event| {
                        fault.set(None);
                        channel.set_draft(event_target_value(&event));
                    }
                    on:keydown=move |event: KeyboardEvent| {
                        if sends(&event) {
                            event.prevent_default();
                            send();
                        } else if asks_for_last(&event) && draft.with_untracked(String::is_empty)
                            && channel.edit_last()
                        {
                            event.prevent_default();
                        }
                    }
                >
                    {typed}
                </textarea>
                <button class="button is-primary composer-send" type="submit">
                    <Icon name="send-horizontal" class="is-pointing" />
                    <span class="composer-send-text">{t.composer_send()}</span>
                </button>
            </div>
            <ComposerFoot id="composer-foot" keys=t.composer_keys() chars error />
        </form>
    }
}

/// Lines after which the box scrolls instead of growing.
pub const LINES_MAX: usize = 10;

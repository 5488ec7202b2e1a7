//! Where one changes the words of a message of one's own, in its row.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Textarea;
use leptos::prelude::*;
use protocol::fault::FaultCode;
use protocol::message::Message;

use crate::address::EDIT;
use crate::api::document::textarea_text;
use crate::components::composer_foot::{ComposerFoot, wrong_words};
use crate::components::composer_form::LINES_MAX;
use crate::components::composer_input::sends;
use crate::components::editor_focus::{focus_composer, follow_focus};
use crate::components::fault_notice::FaultNotice;
use crate::components::overlay::{WAY, asks_for};
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::submission::Submission;

/// Selects the box.
pub const EDITOR_INPUT: &str = "#editor-input";

/// The box with the words, and what happened to the message meanwhile. Whatever happens, what is
/// typed stays until it is saved, cancelled, or moved to the box for new messages.
#[component]
pub fn MessageEditor(
    /// The message as it is now.
    message: RwSignal<Message>,
    /// The channel it is in.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let editing = channel.editing();
    let (text, is_saving) = (editing.text(), editing.is_saving());
    let input = NodeRef::<Textarea>::new();
    let chars = Memo::new(move |_| text.with(|text| text.trim().chars().count()));
    let rows = move || text.with(|text| text.split('\n').count().clamp(1, LINES_MAX));
    let is_gone = move || message.with(|message| !message.is_visible());
    let is_stale = move || message.with(|message| editing.is_stale(message));
    let is_too_late = move || {
        editing.fault().with(|fault| fault.as_ref().is_some_and(|fault| is_final(fault.code)))
    };
    let is_over = Memo::new(move |_| is_gone() || is_too_late());
    let news = Signal::derive(move || match (is_gone(), is_too_late(), is_stale()) {
        (true, ..) => Some(t.edit_gone().to_owned()),
        (_, true, _) => Some(t.edit_too_late().to_owned()),
        (_, _, true) => Some(t.edit_stale().to_owned()),
        _ => None,
    });
    let fault = Signal::derive(move || editing.fault().get().filter(|_| !is_over.get()));
    let error = wrong_words(t, chars, fault);
    follow_focus(channel, input);
    let save = move || {
        if is_over.get_untracked() {
            channel.take_edit_to_draft();
            return focus_composer();
        }
        channel.save_edit();
    };
    let label = move || match (is_over.get(), is_saving.get(), is_stale()) {
        (true, ..) => t.edit_move(),
        (_, true, _) => t.edit_saving(),
        (_, _, true) => t.edit_replace(),
        _ => t.edit_save(),
    };
    view! {
        <form
            class="editor"
            aria-label=t.edit_label()
            method="post"
            action=Submission::of("edit_message").address()
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                save();
            }
            on:keydown=move |event: KeyboardEvent| {
                if event.key() == "Escape" && !event.is_composing() {
                    event.prevent_default();
                    channel.cancel_edit();
                }
            }
        >
            {named(message)}
            <FaultNotice text=news />
            <div class="composer-box">
                <textarea
                    class="composer-input"
                    id="editor-input"
                    name="body"
                    autofocus=asks_for(EDIT)
                    node_ref=input
                    rows=move || rows()
                    aria-label=t.edit_message()
                    aria-describedby="editor-foot"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    dir="auto"
                    autocomplete="off"
                    prop:value=text
                    on:input=move |event| editing.set_text(event_target_value(&event))
                    on:keydown=move |event: KeyboardEvent| {
                        if sends(&event) {
                            event.prevent_default();
                            save();
                        }
                    }
                >
                    {textarea_text(&text.get_untracked())}
                </textarea>
            </div>
            <ComposerFoot id="editor-foot" keys=t.edit_keys() chars error />
            <div class="editor-buttons">
                <button
                    class="button is-small"
                    form=WAY
                    on:click=move |event| {
                        event.prevent_default();
                        channel.cancel_edit();
                    }
                >
                    {t.dialog_cancel()}
                </button>
                <button
                    class="button is-small is-primary"
                    type="submit"
                    aria-busy=move || is_saving.get().then_some("true")
                >
                    {move || label()}
                </button>
            </div>
        </form>
    }
}

/// Whether the message will not be edited any more.
fn is_final(code: FaultCode) -> bool {
    matches!(code, FaultCode::Forbidden | FaultCode::NotFound)
}

/// What the browser itself sends along: the message, and the words that are replaced.
fn named(message: RwSignal<Message>) -> impl IntoView {
    let id = message.with_untracked(|message| message.id.to_string());
    let version = move || message.with(|message| message.version.to_string());
    view! {
        <input type="hidden" name="id" value=id />
        <input type="hidden" name="version" value=version />
    }
}

//! Editing a message of one's own: what is typed, from which words it began, and what became of
//! it. One message at a time for each channel; the browser keeps what is typed.

use leptos::prelude::*;
use protocol::fault::{Fault, FaultCode};
use protocol::id::{ChannelId, MessageId, UserId};
use protocol::message::Message;
use protocol::permission::Action;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use crate::api::error::ApiError;
use crate::api::messages::edit_message;
use crate::live::channel::ChannelLive;
use crate::live::storage;
use crate::reactive::effect;

/// What no version of a message is: versions begin at 1.
const NO_VERSION: i32 = 0;

/// Where an edit was begun, and the keyboard goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BegunIn {
    /// The message's row.
    Row,
    /// The box for new messages.
    Composer,
}

/// The edit of one channel. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Editing {
    storage_key: StoredValue<String>,
    message: RwSignal<Option<MessageId>>,
    /// The version that was before the author when the edit began.
    version: RwSignal<i32>,
    text: RwSignal<String>,
    fault: RwSignal<Option<Fault>>,
    is_saving: RwSignal<bool>,
    begun_in: RwSignal<Option<BegunIn>>,
}

/// How an edit is kept in the browser.
#[derive(Serialize, Deserialize)]
struct Kept {
    message: MessageId,
    version: i32,
    text: String,
}

impl Editing {
    /// Takes up the edit that the browser keeps.
    pub(super) fn new(user: UserId, channel: ChannelId) -> Self {
        let editing = Self {
            storage_key: StoredValue::new(format!("lyceum.edit.{user}.{channel}")),
            message: RwSignal::new(None),
            version: RwSignal::new(0),
            text: RwSignal::new(String::new()),
            fault: RwSignal::new(None),
            is_saving: RwSignal::new(false),
            begun_in: RwSignal::new(None),
        };
        effect(move || {
            let json = editing.storage_key.with_value(|key| storage::read(key));
            if let Some(kept) = json.and_then(|json| serde_json::from_str::<Kept>(&json).ok())
                && editing.message.get_untracked().is_none()
            {
                editing.version.set(kept.version);
                editing.text.set(kept.text);
                editing.message.set(Some(kept.message));
            }
        });
        editing
    }

    /// Returns the message that is being edited.
    pub fn message(self) -> Signal<Option<MessageId>> {
        self.message.into()
    }

    /// Returns what is typed.
    pub fn text(self) -> Signal<String> {
        self.text.into()
    }

    /// Replaces what is typed.
    pub fn set_text(self, text: String) {
        self.text.set(text);
        self.fault.set(None);
        self.keep();
    }

    /// Returns why the last attempt to save failed.
    pub fn fault(self) -> Signal<Option<Fault>> {
        self.fault.into()
    }

    /// Whether the words are on their way.
    pub fn is_saving(self) -> Signal<bool> {
        self.is_saving.into()
    }

    /// Whether the message has other words by now than those that the edit began from.
    pub fn is_stale(self, message: &Message) -> bool {
        self.version.get() != message.version
    }

    /// Returns where the edit was begun on this page; none if it was taken up from an earlier one.
    pub fn begun_in(self) -> Signal<Option<BegunIn>> {
        self.begun_in.into()
    }

    fn keep(self) {
        let Some(message) = self.message.get_untracked() else { return };
        let kept = Kept {
            message,
            version: self.version.get_untracked(),
            text: self.text.get_untracked(),
        };
        if let Ok(json) = serde_json::to_string(&kept) {
            self.storage_key.with_value(|key| storage::write(key, &json));
        }
    }

    fn end(self) {
        self.storage_key.with_value(|key| storage::remove(key));
        self.message.set(None);
        self.text.set(String::new());
        self.fault.set(None);
    }
}

impl ChannelLive {
    /// Returns the edit of this channel.
    pub fn editing(self) -> Editing {
        self.at().editing
    }

    /// Begins to edit a message. What is typed for another one is not thrown away for that: then
    /// the other edit stays.
    pub fn edit(self, id: MessageId, begun_in: BegunIn) {
        let editing = self.editing();
        editing.begun_in.set(Some(begun_in));
        if self.has_unsaved() {
            return;
        }
        let Some(message) = untrack(|| self.message(id)) else { return };
        editing.fault.set(None);
        editing.version.set(message.version);
        editing.text.set(message.body);
        editing.message.set(Some(id));
        editing.keep();
    }

    /// Begins the edit that the page's address asks for, at once on the server and in the browser.
    /// What was typed before wins over the message's words.
    pub fn edit_as_asked(self, id: MessageId, typed: Option<String>, fault: Option<Fault>) {
        let editing = self.editing();
        let Some(message) = untrack(|| self.message(id)) else { return };
        let is_stale = fault.as_ref().is_some_and(|fault| fault.code == FaultCode::Conflict);
        editing.version.set(if is_stale { NO_VERSION } else { message.version });
        editing.fault.set(fault.filter(|_| !is_stale));
        editing.text.set(typed.unwrap_or(message.body));
        editing.message.set(Some(id));
    }

    /// Begins to edit the viewer's newest message, if that may be edited.
    pub fn edit_last(self) -> bool {
        let last = untrack(|| {
            let is_mine = |message: &&Message| message.is_visible() && self.is_own(message);
            let at = self.at();
            let last = at.timeline.with(|timeline| {
                if timeline.has_after() {
                    return None;
                }
                timeline.messages().rev().find(is_mine).cloned()
            });
            last.filter(|message| self.decide_own(Action::EditOwnMessage, message).is_ok())
        });
        if let Some(message) = &last {
            self.edit(message.id, BegunIn::Composer);
        }
        last.is_some()
    }

    /// Saves what is typed in place of the words that the message has here. Words that were changed
    /// meanwhile come back with the refusal and are shown; saving again then replaces them.
    pub fn save_edit(self) {
        let editing = self.editing();
        let Some(id) = editing.message.get_untracked() else { return };
        let Some(message) = untrack(|| self.message(id)) else { return };
        if editing.is_saving.get_untracked() {
            return;
        }
        let text = editing.text.get_untracked();
        if text == message.body {
            return editing.end();
        }
        editing.is_saving.set(true);
        editing.fault.set(None);
        spawn_local(async move {
            let saved = edit_message(id, message.version, text.clone()).await;
            if !self.is_alive() {
                return;
            }
            editing.is_saving.set(false);
            match saved {
                Ok(message) => {
                    self.put(&message);
                    // What was typed meanwhile stays, as an edit of the words just saved.
                    editing.version.set(message.version);
                    if editing.text.get_untracked() == text {
                        editing.end();
                    }
                }
                Err(ApiError(Fault { current: Some(current), .. })) => self.put(&current),
                Err(ApiError(fault)) => editing.fault.set(Some(fault)),
            }
        });
    }

    /// Ends the edit; what was typed is gone.
    pub fn cancel_edit(self) {
        self.editing().end();
    }

    /// Ends the edit; what was typed goes to the box for new messages.
    pub fn take_edit_to_draft(self) {
        self.at().draft.prepend(self.editing().text.get_untracked());
        self.editing().end();
    }

    fn has_unsaved(self) -> bool {
        let editing = self.editing();
        let message = editing.message.get_untracked();
        let message = message.and_then(|id| untrack(|| self.message(id)));
        message.is_some_and(|message| editing.text.with_untracked(|text| *text != message.body))
    }
}

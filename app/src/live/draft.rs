//! Drafts: what somebody has typed and not sent, for each channel, kept in the browser.

use leptos::prelude::*;
use protocol::id::{ChannelId, UserId};

use crate::live::storage;
use crate::reactive::effect;

/// The draft of one channel. Empty on the server and until the first effect.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    user: UserId,
    channel: ChannelId,
    text: RwSignal<String>,
}

impl Draft {
    /// Takes up the draft that the browser keeps.
    pub(super) fn new(user: UserId, channel: ChannelId) -> Self {
        let draft = Self { user, channel, text: RwSignal::new(String::new()) };
        effect(move || {
            if let Some(kept) = storage::read(&draft.key())
                && draft.text.with_untracked(String::is_empty)
            {
                draft.text.set(kept);
            }
        });
        draft
    }

    /// Returns the text.
    pub(super) fn text(self) -> Signal<String> {
        self.text.into()
    }

    /// Replaces the text; an empty one is forgotten.
    pub(super) fn set(self, text: String) {
        if text.is_empty() {
            storage::remove(&self.key());
        } else {
            storage::write(&self.key(), &text);
        }
        self.text.set(text);
    }

    /// Puts a text before what is there.
    pub(super) fn prepend(self, text: String) {
        let before = self.text.get_untracked();
        self.set(if before.is_empty() { text } else { format!("{text}\n{before}") });
    }

    fn key(self) -> String {
        format!("lyceum.draft.{}.{}", self.user, self.channel)
    }
}

//! Drafts: what somebody has typed and not sent, for each channel, kept in the browser. Tabs of one
//! browser show the same, except while it is typed.

use leptos::prelude::*;
use protocol::id::{ChannelId, UserId};

use crate::live::{browser, storage};
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
            // Another tab typed. What is typed here and nowhere else stays.
            storage::on_change(move |change| {
                let before = change.old_value().unwrap_or_default();
                if change.key().as_deref() == Some(&draft.key())
                    && draft.text.with_untracked(|text| *text == before)
                    && !browser::is_writing()
                {
                    draft.text.set(change.new_value().unwrap_or_default());
                }
            });
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

//! Putting reactions and pins on messages. Rows wish; `marking_agent.rs`, whose code comes with the first
//! wish, sees to it.

use leptos::prelude::*;
use protocol::id::MessageId;

use crate::components::message_row::row_id;
use crate::live::ChannelLive;

/// What somebody wants with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Their reaction to be there, or to be gone; it is shown so already.
    React {
        /// Which message.
        id: MessageId,
        /// The emoji.
        emoji: String,
        /// Whether it is to be there.
        is_on: bool,
    },
    /// A pin, or none.
    Pin {
        /// Which message.
        id: MessageId,
        /// Whether it is to be pinned.
        is_on: bool,
    },
    /// To know who reacted.
    Names {
        /// To which message.
        id: MessageId,
        /// With which emoji.
        emoji: String,
    },
}

/// Returns the id of the button of a reaction, which says who reacted.
pub fn reaction_id(message: MessageId, emoji: &str) -> String {
    format!("{}-{emoji}", row_id(message))
}

/// What rows wish. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Marking {
    channel: ChannelLive,
    wishes: StoredValue<Vec<Wish>>,
    /// Counts wishes.
    wished: RwSignal<u32>,
    /// For which message an emoji is being chosen.
    pub(super) choosing: StoredValue<Option<MessageId>>,
    pub(super) is_open: RwSignal<bool>,
}

/// Gives everything below a way to mark messages.
pub fn provide_marking(channel: ChannelLive) -> Marking {
    let marking = Marking {
        channel,
        wishes: StoredValue::new(Vec::new()),
        wished: RwSignal::new(0),
        choosing: StoredValue::new(None),
        is_open: RwSignal::new(false),
    };
    provide_context(marking);
    marking
}

/// Returns the way to mark messages.
pub fn use_marking() -> Marking {
    expect_context()
}

impl Marking {
    /// Whether an emoji is being chosen.
    pub fn is_open(self) -> Signal<bool> {
        self.is_open.into()
    }

    /// Whether anything was wished yet.
    pub fn is_needed(self) -> Signal<bool> {
        Signal::derive(move || self.wished.get() > 0)
    }

    /// Lets the viewer choose an emoji for a message.
    pub fn choose(self, id: MessageId) {
        self.choosing.set_value(Some(id));
        self.is_open.set(true);
    }

    /// Adds the viewer's reaction with an emoji, or takes it back if it is there.
    pub fn toggle(self, id: MessageId, emoji: &str) {
        let message = untrack(|| self.channel.message(id));
        self.react(id, emoji, !message.is_some_and(|message| message.has_mine(emoji)));
    }

    /// Adds the viewer's reaction with an emoji, or takes it back.
    pub fn react(self, id: MessageId, emoji: &str, is_on: bool) {
        if self.channel.expect_reaction(id, emoji, is_on) {
            self.wish(Wish::React { id, emoji: emoji.to_owned(), is_on });
        }
    }

    /// Asks for something to be done.
    pub fn wish(self, wish: Wish) {
        self.wishes.update_value(|wishes| wishes.push(wish));
        self.wished.update(|count| *count = count.wrapping_add(1));
    }

    /// Tracks new wishes.
    pub fn track(self) {
        self.wished.track();
    }

    /// Returns the first wish that is not seen to.
    pub fn next(self) -> Option<Wish> {
        let first = |wishes: &mut Vec<Wish>| (!wishes.is_empty()).then(|| wishes.remove(0));
        self.wishes.try_update_value(first).flatten()
    }
}

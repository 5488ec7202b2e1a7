//! Putting reactions and pins on messages. Rows wish; `marking_agent.rs`, whose code comes with the first
//! wish, sees to it.

use leptos::prelude::*;
use protocol::id::MessageId;

/// What somebody wants with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Their reaction to be there, or to be gone if it is there.
    Toggle {
        /// Which message.
        id: MessageId,
        /// The emoji.
        emoji: String,
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
        /// How many did.
        count: u32,
        /// Id of the element that says it.
        element: String,
    },
}

/// What rows wish. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Marking {
    wishes: StoredValue<Vec<Wish>>,
    /// Counts wishes.
    wished: RwSignal<u32>,
    /// For which message an emoji is being chosen.
    pub(super) choosing: StoredValue<Option<MessageId>>,
    pub(super) is_open: RwSignal<bool>,
}

/// Gives everything below a way to mark messages.
pub fn provide_marking() -> Marking {
    let marking = Marking {
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

    /// Asks for something to be done.
    pub fn wish(self, wish: Wish) {
        self.wishes.update_value(|wishes| wishes.push(wish));
        self.wished.update(|count| *count = count.wrapping_add(1));
    }

    /// Returns what is wished and not yet seen to. Tracks new wishes.
    pub fn take(self) -> Vec<Wish> {
        self.wished.track();
        self.wishes.try_update_value(std::mem::take).unwrap_or_default()
    }
}

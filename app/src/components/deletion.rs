//! Which message is to be deleted: rows ask, the dialog answers.

use leptos::prelude::*;
use protocol::id::MessageId;
use protocol::message::Message;
use protocol::permission::Action;

use crate::address::DELETE;
use crate::components::overlay::{asks_for, leave_address};
use crate::live::ChannelLive;

/// Which message is about to be deleted. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Deletion {
    pub(super) asked: RwSignal<Option<MessageId>>,
    pub(super) is_open: RwSignal<bool>,
}

/// Gives everything below a way to ask. The address may ask already, about its message.
pub fn provide_deletion(channel: ChannelLive, message: Option<MessageId>) -> Deletion {
    let asked = message.filter(|_| asks_for(DELETE)).and_then(|id| untrack(|| channel.message(id)));
    let can_delete = |it: &Message| channel.decide_own(Action::DeleteOwnMessage, it).is_ok();
    let asked = asked.filter(|message| untrack(|| can_delete(message)));
    let deletion = Deletion {
        is_open: RwSignal::new(asked.is_some()),
        asked: RwSignal::new(asked.map(|message| message.id)),
    };
    leave_address(DELETE, deletion.is_open.into());
    provide_context(deletion);
    deletion
}

/// Returns the way to ask.
pub fn use_deletion() -> Deletion {
    expect_context()
}

impl Deletion {
    /// Whether anything is asked about.
    pub fn is_open(self) -> Signal<bool> {
        self.is_open.into()
    }

    /// Asks whether to delete a message.
    pub fn ask(self, id: MessageId) {
        self.asked.set(Some(id));
        self.is_open.set(true);
    }
}

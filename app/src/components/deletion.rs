//! Which message is to be deleted: rows ask, the dialog answers.

use leptos::prelude::*;
use protocol::id::MessageId;

/// Which message is about to be deleted. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Deletion {
    pub(super) asked: RwSignal<Option<MessageId>>,
    pub(super) is_open: RwSignal<bool>,
}

/// Gives everything below a way to ask.
pub fn provide_deletion() -> Deletion {
    let deletion = Deletion { asked: RwSignal::new(None), is_open: RwSignal::new(false) };
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

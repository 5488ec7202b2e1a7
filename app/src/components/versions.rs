//! Of which message the earlier words are shown: rows ask, the dialog answers.

use leptos::prelude::*;
use protocol::id::MessageId;

/// Which message is asked about. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Versions {
    pub(super) asked: StoredValue<Option<MessageId>>,
    pub(super) is_open: RwSignal<bool>,
}

/// Gives everything below a way to ask.
pub fn provide_versions() -> Versions {
    let versions = Versions { asked: StoredValue::new(None), is_open: RwSignal::new(false) };
    provide_context(versions);
    versions
}

/// Returns the way to ask.
pub fn use_versions() -> Versions {
    expect_context()
}

impl Versions {
    /// Whether anything is asked about.
    pub fn is_open(self) -> Signal<bool> {
        self.is_open.into()
    }

    /// Asks what a message said before.
    pub fn ask(self, id: MessageId) {
        self.asked.set_value(Some(id));
        self.is_open.set(true);
    }
}

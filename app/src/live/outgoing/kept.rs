//! How the outbox is kept in the browser: one entry for each message, with the tab that sends it.

use protocol::fault::FaultCode;
use protocol::id::{ChannelId, ClientMessageId, UserId};
use protocol::time::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::live::storage;

/// A message as the browser keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Where to.
    pub(super) channel: ChannelId,
    /// Its words.
    pub(super) body: String,
    /// When it was written.
    pub(super) created_at: Timestamp,
    /// Its place among all that is kept: clocks stand still and go back.
    #[serde(default)]
    pub(super) number: u64,
    /// The tab that sends it.
    #[serde(default)]
    pub(super) tab: Option<Uuid>,
    /// Why the server refused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refusal: Option<FaultCode>,
}

/// Where one person's messages are kept.
#[derive(Clone, Copy)]
pub(super) struct Shelf(pub(super) UserId);

impl Shelf {
    /// Returns everything that is kept, in order.
    pub(super) fn list(self) -> Vec<(ClientMessageId, Kept)> {
        let prefix = self.prefix();
        let mut list: Vec<(ClientMessageId, Kept)> = Vec::new();
        for name in storage::keys(&prefix) {
            let key = name.strip_prefix(&prefix).and_then(|key| key.parse().ok());
            let kept = storage::read(&name).and_then(|json| serde_json::from_str(&json).ok());
            let (Some(key), Some(kept)): (_, Option<Kept>) = (key, kept) else { continue };
            // There are few, and a sort of the standard library weighs more in the browser.
            let place = list.iter().position(|(_, other)| other.number > kept.number);
            list.insert(place.unwrap_or(list.len()), (key, kept));
        }
        list
    }

    /// Returns how many messages are kept, those of other tabs included.
    pub(super) fn count(self) -> usize {
        storage::keys(&self.prefix()).len()
    }

    /// Keeps a message, in place of what was kept under its key.
    pub(super) fn put(self, key: ClientMessageId, kept: &Kept) {
        if let Ok(json) = serde_json::to_string(kept) {
            storage::write(&self.name(key), &json);
        }
    }

    /// Forgets a message.
    pub(super) fn remove(self, key: ClientMessageId) {
        storage::remove(&self.name(key));
    }

    /// Returns the message that an entry of the storage is about, if it is one of these.
    pub(super) fn key_of(self, name: &str) -> Option<ClientMessageId> {
        name.strip_prefix(&self.prefix())?.parse().ok()
    }

    fn prefix(self) -> String {
        format!("lyceum.outbox.{}.", self.0)
    }

    fn name(self, key: ClientMessageId) -> String {
        format!("{}{key}", self.prefix())
    }
}

//! Signals: ephemeral, unsequenced, may be lost.

use serde::{Deserialize, Serialize};

use crate::channel::Unread;
use crate::id::ChannelId;

/// Something that only matters now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Signal {
    /// The person read a channel, in this or in another tab.
    Read {
        /// Which channel.
        channel: ChannelId,
        /// The recount.
        unread: Unread,
    },
    /// A signal that this build does not know: to be skipped.
    #[serde(other)]
    Unknown,
}

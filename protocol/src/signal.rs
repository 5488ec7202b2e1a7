//! Signals: ephemeral, unsequenced, may be lost.

use serde::{Deserialize, Serialize};

use crate::channel::Unread;
use crate::id::ChannelId;

/// Something that only matters now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", from = "FlatSignal")]
pub enum Signal {
    /// The person read a channel, in this or in another tab.
    Read {
        /// Which channel.
        channel: ChannelId,
        /// The recount.
        unread: Unread,
    },
    /// A signal that this build does not know: to be skipped.
    Unknown,
}

/// A signal as it is read; flat for the reason that events are.
#[derive(Deserialize)]
struct FlatSignal {
    #[serde(rename = "type")]
    kind: String,
    channel: Option<ChannelId>,
    unread: Option<Unread>,
}

impl From<FlatSignal> for Signal {
    fn from(flat: FlatSignal) -> Self {
        match (flat.kind.as_str(), flat.channel, flat.unread) {
            ("read", Some(channel), Some(unread)) => Self::Read { channel, unread },
            _ => Self::Unknown,
        }
    }
}

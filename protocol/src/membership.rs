//! Memberships: who is in a channel, and as what.

use serde::{Deserialize, Serialize};

use crate::channel::ChannelRole;
use crate::cursor::Seq;
use crate::id::ChannelId;
use crate::time::Timestamp;
use crate::user::Person;

/// Somebody in a channel, as everyone who can see the channel sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub user: Person,
    /// As what.
    pub role: ChannelRole,
    /// Since when.
    pub joined_at: Timestamp,
}

/// A run of a channel's members: owners first, then moderators, members, readers; each by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersPage {
    /// The members; at most [`crate::limits::PAGE_MEMBERS_MAX`].
    pub items: Vec<Member>,
    /// Opaque key of the next page, if there is one.
    pub next: Option<String>,
    /// Members of the channel.
    pub total: i64,
    /// The channel subject's head when this was read.
    pub as_of: Seq,
}

/// What course staff may know of a group that they have not joined: that it exists, and who can
/// read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupOutline {
    /// The group.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// Who can read it.
    pub members: MembersPage,
}

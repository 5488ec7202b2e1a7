//! Pages of lists, by keyset.

use serde::{Deserialize, Serialize};

use crate::cursor::Seq;
use crate::message::Message;
use crate::user::Person;

/// Which messages of a channel to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKey {
    /// The newest.
    Latest,
    /// Those directly before a position.
    Before(Seq),
    /// Those directly after a position.
    After(Seq),
    /// Those around a position, the position included.
    Around(Seq),
}

/// A gapless run of a channel's messages, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagePage {
    /// The messages, ascending by position; at most [`crate::limits::PAGE_MESSAGES_MAX`].
    pub items: Vec<Message>,
    /// Whether there are older ones.
    pub has_before: bool,
    /// Whether there are newer ones.
    pub has_after: bool,
    /// The channel subject's head when this was read.
    pub as_of: Seq,
}

/// A run of a course's people: staff first, then by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    /// The people; at most [`crate::limits::PAGE_PEOPLE_MAX`].
    pub items: Vec<Person>,
    /// Opaque key of the next page, if there is one.
    pub next: Option<String>,
    /// People in the course.
    pub total: i64,
    /// The course subject's head when this was read.
    pub as_of: Seq,
}

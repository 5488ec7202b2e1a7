//! Messages, as they are now: the same for every viewer.

use serde::{Deserialize, Serialize};

use crate::cursor::Seq;
use crate::fault::{Fault, FieldCode};
use crate::id::{ChannelId, ClientMessageId, MessageId};
use crate::limits::{BODY_CHARS_MAX, EDIT_GRACE_MS};
use crate::reaction::Reaction;
use crate::time::Timestamp;
use crate::user::{Person, check_length};

text_enum! {
    /// Whether and why a message shows its words.
    MessageState {
        /// Shown.
        Visible = "visible",
        /// Waiting for approval.
        Held = "held",
        /// Returned to its author with a note.
        SentBack = "sent_back",
        /// Refused.
        Rejected = "rejected",
        /// Taken back by its author while held.
        Withdrawn = "withdrawn",
        /// Held for too long.
        Expired = "expired",
        /// Taken away by staff.
        Removed = "removed",
        /// Taken away by its author.
        Deleted = "deleted",
    }
}

/// A message. `body` and `html` are empty unless the state is `visible`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The message.
    pub id: MessageId,
    /// Where it stands.
    pub channel_id: ChannelId,
    /// Its place in the channel: the `seq` of its `message_posted`.
    pub position: Option<Seq>,
    /// Who wrote it.
    pub author: Option<Person>,
    /// The source text.
    pub body: String,
    /// The rendered text: safe to insert as it is.
    pub html: String,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When its words last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// When it was taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// 1, and one more with each edit.
    pub version: i32,
    /// The `seq` of its last change in the channel's subject; of two copies the higher is newer.
    pub changed_seq: Seq,
    /// Whether and why it shows its words.
    pub state: MessageState,
    /// The key under which its author sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_message_id: Option<ClientMessageId>,
    /// The message it replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_root_id: Option<MessageId>,
    /// Replies to it.
    pub reply_count: u32,
    /// Reactions to it, likes first, then the oldest; up to [`crate::limits::REACTIONS_PER_MESSAGE_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// What whoever pinned it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_by: Option<String>,
}

impl Message {
    /// Whether the message counts as unread for others while nobody has seen it.
    pub fn is_visible(&self) -> bool {
        self.state == MessageState::Visible
    }

    /// Returns the reaction with an emoji, if anybody reacted with it.
    pub fn reaction(&self, emoji: &str) -> Option<&Reaction> {
        self.reactions.iter().find(|reaction| reaction.emoji == emoji)
    }

    /// Whether the viewer reacted with an emoji, as far as this copy says.
    pub fn has_mine(&self, emoji: &str) -> bool {
        self.reaction(emoji).and_then(|reaction| reaction.mine).unwrap_or(false)
    }

    /// Returns when the words last changed, unless that was so soon after posting that nobody
    /// needs to be told.
    pub fn told_edited_at(&self) -> Option<Timestamp> {
        self.edited_at.filter(|at| at.since_ms(self.created_at) > EDIT_GRACE_MS)
    }
}

/// The words that a message had until it was edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageVersion {
    /// Which: 1 is as it was posted.
    pub version: i32,
    /// The source text.
    pub body: String,
    /// The rendered text: safe to insert as it is.
    pub html: String,
    /// When the next words replaced it.
    pub replaced_at: Timestamp,
}

/// A message's words: 1 to 8,000 Unicode scalars after trimming, no NUL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageBody(String);

impl MessageBody {
    /// Parses what was typed. Line ends become `\n`; trailing and leading blank lines fall away.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let unified = raw.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        let text = unified.replace('\0', "").trim_end().trim_start_matches('\n').to_owned();
        if text.chars().all(is_invisible) {
            return Err(Fault::field("body", FieldCode::Empty, None));
        }
        check_length("body", &text, 1, BODY_CHARS_MAX)?;
        Ok(Self(text))
    }

    /// Returns the words as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Space and what Unicode calls format characters: alone they make no words.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::FieldCode;

    #[test]
    fn bodies_keep_inner_newlines_and_have_a_limit() {
        assert_eq!(MessageBody::parse("\r\n a\r\nb \n").unwrap().as_str(), " a\nb");
        let fault = |raw: &str| MessageBody::parse(raw).unwrap_err().fields[0].code;
        assert_eq!(fault(" \n\t "), FieldCode::Empty);
        assert_eq!(fault("\u{200b}\u{202e} \u{feff}"), FieldCode::Empty);
        assert_eq!(fault(&format!("{}x", " ".repeat(BODY_CHARS_MAX))), FieldCode::TooLong);
        assert_eq!(fault(&"é".repeat(8_001)), FieldCode::TooLong);
        assert!(MessageBody::parse(&"é".repeat(8_000)).is_ok());
    }
}

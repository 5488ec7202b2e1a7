//! Channels and the parsed forms of their names and descriptions.

use serde::{Deserialize, Serialize};

use crate::cursor::Seq;
use crate::fault::{Fault, FieldCode};
use crate::id::{ChannelId, CourseId};
use crate::limits::{CHANNEL_DESCRIPTION_CHARS_MAX, CHANNEL_NAME_CHARS_MAX};
use crate::permission::ChannelFacts;
use crate::time::Timestamp;
use crate::user::check_length;

text_enum! {
    /// Who a channel is for.
    ChannelKind {
        /// Everyone enrolled reads and posts.
        Public = "public",
        /// A group: members only.
        Private = "private",
        /// Everyone enrolled reads, staff post.
        Announcement = "announcement",
        /// A few people, in no course.
        Direct = "direct",
    }
}

text_enum! {
    /// What a member may do in one channel.
    ChannelRole {
        /// Manages members and the channel itself.
        Owner = "owner",
        /// Moderates.
        Moderator = "moderator",
        /// Takes part.
        Member = "member",
        /// Reads.
        Readonly = "readonly",
    }
}

/// A channel as everyone who can see it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// The channel.
    pub id: ChannelId,
    /// The course it belongs to; absent for a direct channel.
    pub course_id: Option<CourseId>,
    /// Name without `#`.
    pub name: String,
    /// Header text; may be empty.
    pub description: String,
    /// Who it is for.
    pub kind: ChannelKind,
    /// Since when it is read-only, if it is.
    pub archived_at: Option<Timestamp>,
    /// Seconds between two messages of one member; 0 for none.
    pub slow_mode_s: u32,
    /// The event of the channel's own subject that changed it last: of two copies the later one
    /// holds.
    #[serde(default)]
    pub changed_seq: Seq,
}

/// A channel in one person's sidebar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelEntry {
    /// The channel.
    pub channel: Channel,
    /// The person's own role in it, if they are a member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_role: Option<ChannelRole>,
    /// What the person has not read.
    pub unread: Unread,
}

impl Channel {
    /// Whether everyone enrolled finds it in the course's list.
    pub const fn is_listed(&self) -> bool {
        matches!(self.kind, ChannelKind::Public | ChannelKind::Announcement)
    }
}

impl ChannelEntry {
    /// Returns what the permission table needs to know of the channel.
    pub fn facts(&self) -> ChannelFacts {
        ChannelFacts {
            kind: self.channel.kind,
            is_archived: self.channel.archived_at.is_some(),
            role: self.my_role,
        }
    }
}

/// Unread state of one channel for one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Visible messages after `read_position` by others, counted up to
    /// [`crate::limits::UNREAD_COUNT_MAX`].
    pub count: u32,
    /// Position up to which the person has read.
    pub read_position: Seq,
    /// Position of the newest top-level message.
    pub last_position: Seq,
    /// Top-level messages ever posted.
    pub posted: i64,
    /// Top-level messages taken away since.
    pub gone: i64,
}

/// A channel's name: 1 to 50 letters, digits, `-` and `_` of any script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelName(String);

/// Names that a course's own pages have in their addresses.
const RESERVED: [&str; 1] = ["people"];

impl ChannelName {
    /// Parses what was typed; a leading `#` and outer space fall away.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let trimmed = raw.trim();
        let text = trimmed.strip_prefix('#').unwrap_or(trimmed);
        check_length("name", text, 1, CHANNEL_NAME_CHARS_MAX)?;
        if !text.chars().all(|c| c.is_alphanumeric() || is_mark(c) || c == '-' || c == '_') {
            return Err(Fault::field("name", FieldCode::BadCharacters, None));
        }
        if RESERVED.iter().any(|reserved| text.eq_ignore_ascii_case(reserved)) {
            return Err(Fault::field("name", FieldCode::Taken, None));
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the name as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Combining marks without which some scripts cannot be written; after a letter they are letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a4d}'
        | '\u{acd}' | '\u{b4d}' | '\u{bcd}' | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{dca}'
        | '\u{e47}'..='\u{e4e}' | '\u{eb8}'..='\u{ecd}' | '\u{f39}' | '\u{1039}'..='\u{103a}')
}

/// A channel's header text: at most 200 characters on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelDescription(String);

impl ChannelDescription {
    /// Parses what was typed; space is folded.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        check_length("description", &text, 0, CHANNEL_DESCRIPTION_CHARS_MAX)?;
        Ok(Self(text))
    }

    /// Returns the description as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channel_names_take_letters_of_any_script() {
        let check = |raw: &str, expect: Result<&str, FieldCode>| {
            let parsed = ChannelName::parse(raw);
            let parsed =
                parsed.as_ref().map(ChannelName::as_str).map_err(|fault| fault.fields[0].code);
            assert_eq!(parsed, expect, "{raw:?}");
        };
        check(" #problem-sets ", Ok("problem-sets"));
        check("People", Err(FieldCode::Taken));
        check("peoples", Ok("peoples"));
        check("Übung_2", Ok("Übung_2"));
        check("אלגוריתמים", Ok("אלגוריתמים"));
        check("हिन्दी", Ok("हिन्दी"));
        check("", Err(FieldCode::Empty));
        check("#", Err(FieldCode::Empty));
        let (longest, too_long) = ("ß".repeat(50), "ß".repeat(51));
        check(&longest, Ok(&longest));
        check(&too_long, Err(FieldCode::TooLong));
        check("a b", Err(FieldCode::BadCharacters));
        check("party🎉", Err(FieldCode::BadCharacters));
        check("a/b", Err(FieldCode::BadCharacters));
        check("a\u{202e}b", Err(FieldCode::BadCharacters));
    }
}

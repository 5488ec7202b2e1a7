//! Events: committed facts, sequenced per subject and the same for every viewer.
//! [`EventKind::goes_to`] says which kind stands in which kind of subject.

use serde::{Deserialize, Serialize};

use crate::channel::{Channel, ChannelRole};
use crate::course::Course;
use crate::id::{ChannelId, CourseId, SessionId, UserId};
use crate::membership::Member;
use crate::message::Message;
use crate::reaction::ReactionChange;
use crate::user::Person;

/// What happened. Live delivery and replay carry the thing as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", from = "FlatEvent")]
pub enum Event {
    /// A message got its position.
    MessagePosted {
        /// The message.
        message: Message,
    },
    /// A message's words changed.
    MessageEdited {
        /// The message.
        message: Message,
    },
    /// A message was taken away by its author; a tombstone stays.
    MessageDeleted {
        /// The tombstone.
        message: Message,
    },
    /// Somebody reacted to a message.
    ReactionAdded {
        /// The message.
        message: Message,
        /// Who.
        user_id: UserId,
        /// With what.
        emoji: String,
    },
    /// Somebody took a reaction back.
    ReactionRemoved {
        /// The message.
        message: Message,
        /// Who.
        user_id: UserId,
        /// Which.
        emoji: String,
    },
    /// A message was pinned.
    MessagePinned {
        /// The message.
        message: Message,
    },
    /// A message is no longer pinned.
    MessageUnpinned {
        /// The message.
        message: Message,
    },
    /// A channel's name, description or settings changed.
    ChannelChanged {
        /// The channel.
        channel: Channel,
    },
    /// A channel became read-only.
    ChannelArchived {
        /// The channel.
        channel: Channel,
    },
    /// Somebody became a member of a channel.
    MemberJoined {
        /// Who, and as what.
        member: Member,
    },
    /// A member's role changed.
    MemberChanged {
        /// Who, and as what from now on.
        member: Member,
    },
    /// Somebody is no longer a member of a channel.
    MemberLeft {
        /// Who.
        user_id: UserId,
    },
    /// A course got a new channel.
    ChannelCreated {
        /// The channel.
        channel: Channel,
    },
    /// A channel's entry in the course's list changed.
    ChannelListed {
        /// The channel.
        channel: Channel,
    },
    /// A channel left the course's list.
    ChannelUnlisted {
        /// The channel.
        channel_id: ChannelId,
    },
    /// A course's title, term or state changed.
    CourseChanged {
        /// The course.
        course: Course,
    },
    /// Somebody was enrolled.
    PersonJoined {
        /// Who.
        person: Person,
    },
    /// Somebody's name or role changed.
    PersonChanged {
        /// Who.
        person: Person,
    },
    /// Somebody is no longer enrolled.
    PersonLeft {
        /// Who.
        user_id: UserId,
    },
    /// The person may see a channel, as the one they are in it from now on. Repeated for whatever
    /// changes about a channel in which they are a member.
    AccessGranted {
        /// The channel.
        channel: Channel,
        /// Their role in it; none where a public channel's role was taken back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<ChannelRole>,
    },
    /// The person may not see a channel any more.
    AccessRevoked {
        /// Which.
        channel_id: ChannelId,
    },
    /// The person was enrolled in a course: `access_granted` with a course.
    #[serde(rename = "access_granted")]
    CourseGranted {
        /// Which, with the person's role in it.
        course: Course,
    },
    /// The person may not see a course any more: `access_revoked` with a course.
    #[serde(rename = "access_revoked")]
    CourseRevoked {
        /// Which.
        course_id: CourseId,
    },
    /// One of the person's sessions ended; its sockets close.
    SessionEnded {
        /// Which.
        session_id: SessionId,
    },
    /// An event that this build does not know, or whose thing is gone: to be skipped.
    Unknown,
}

/// An event as it is read. Reading the tag first, as serde does for tagged enums, would buffer
/// each event and put a second copy of every reader into the browser's code.
#[derive(Deserialize)]
struct FlatEvent {
    #[serde(rename = "type")]
    kind: String,
    message: Option<Message>,
    channel: Option<Channel>,
    channel_id: Option<ChannelId>,
    course: Option<Course>,
    course_id: Option<CourseId>,
    person: Option<Person>,
    user_id: Option<UserId>,
    member: Option<Member>,
    role: Option<ChannelRole>,
    session_id: Option<SessionId>,
    emoji: Option<String>,
}

impl FlatEvent {
    /// Returns the kind; the events about access have one name for courses and channels.
    fn kind(&self) -> Option<EventKind> {
        match self.kind.as_str() {
            "access_granted" if self.course.is_some() => Some(EventKind::CourseGranted),
            "access_revoked" if self.course_id.is_some() => Some(EventKind::CourseRevoked),
            kind => kind.parse().ok(),
        }
    }

    fn known(self) -> Option<Event> {
        Some(match self.kind()? {
            EventKind::MessagePosted => Event::MessagePosted { message: self.message? },
            EventKind::MessageEdited => Event::MessageEdited { message: self.message? },
            EventKind::MessageDeleted => Event::MessageDeleted { message: self.message? },
            EventKind::ReactionAdded => Event::ReactionAdded {
                message: self.message?,
                user_id: self.user_id?,
                emoji: self.emoji?,
            },
            EventKind::ReactionRemoved => Event::ReactionRemoved {
                message: self.message?,
                user_id: self.user_id?,
                emoji: self.emoji?,
            },
            EventKind::MessagePinned => Event::MessagePinned { message: self.message? },
            EventKind::MessageUnpinned => Event::MessageUnpinned { message: self.message? },
            EventKind::ChannelChanged => Event::ChannelChanged { channel: self.channel? },
            EventKind::ChannelArchived => Event::ChannelArchived { channel: self.channel? },
            EventKind::MemberJoined => Event::MemberJoined { member: self.member? },
            EventKind::MemberChanged => Event::MemberChanged { member: self.member? },
            EventKind::MemberLeft => Event::MemberLeft { user_id: self.user_id? },
            EventKind::ChannelCreated => Event::ChannelCreated { channel: self.channel? },
            EventKind::ChannelListed => Event::ChannelListed { channel: self.channel? },
            EventKind::ChannelUnlisted => Event::ChannelUnlisted { channel_id: self.channel_id? },
            EventKind::CourseChanged => Event::CourseChanged { course: self.course? },
            EventKind::PersonJoined => Event::PersonJoined { person: self.person? },
            EventKind::PersonChanged => Event::PersonChanged { person: self.person? },
            EventKind::PersonLeft => Event::PersonLeft { user_id: self.user_id? },
            EventKind::AccessGranted => {
                Event::AccessGranted { channel: self.channel?, role: self.role }
            }
            EventKind::AccessRevoked => Event::AccessRevoked { channel_id: self.channel_id? },
            EventKind::CourseGranted => Event::CourseGranted { course: self.course? },
            EventKind::CourseRevoked => Event::CourseRevoked { course_id: self.course_id? },
            EventKind::SessionEnded => Event::SessionEnded { session_id: self.session_id? },
        })
    }
}

impl From<FlatEvent> for Event {
    fn from(flat: FlatEvent) -> Self {
        flat.known().unwrap_or(Self::Unknown)
    }
}

text_enum! {
    /// The kind of an event as the journal stores it; the names of [`Event`]'s tags.
    EventKind {
        /// See [`Event::MessagePosted`].
        MessagePosted = "message_posted",
        /// See [`Event::MessageEdited`].
        MessageEdited = "message_edited",
        /// See [`Event::MessageDeleted`].
        MessageDeleted = "message_deleted",
        /// See [`Event::ReactionAdded`].
        ReactionAdded = "reaction_added",
        /// See [`Event::ReactionRemoved`].
        ReactionRemoved = "reaction_removed",
        /// See [`Event::MessagePinned`].
        MessagePinned = "message_pinned",
        /// See [`Event::MessageUnpinned`].
        MessageUnpinned = "message_unpinned",
        /// See [`Event::ChannelChanged`].
        ChannelChanged = "channel_changed",
        /// See [`Event::ChannelArchived`].
        ChannelArchived = "channel_archived",
        /// See [`Event::MemberJoined`].
        MemberJoined = "member_joined",
        /// See [`Event::MemberChanged`].
        MemberChanged = "member_changed",
        /// See [`Event::MemberLeft`].
        MemberLeft = "member_left",
        /// See [`Event::ChannelCreated`].
        ChannelCreated = "channel_created",
        /// See [`Event::ChannelListed`].
        ChannelListed = "channel_listed",
        /// See [`Event::ChannelUnlisted`].
        ChannelUnlisted = "channel_unlisted",
        /// See [`Event::CourseChanged`].
        CourseChanged = "course_changed",
        /// See [`Event::PersonJoined`].
        PersonJoined = "person_joined",
        /// See [`Event::PersonChanged`].
        PersonChanged = "person_changed",
        /// See [`Event::PersonLeft`].
        PersonLeft = "person_left",
        /// See [`Event::AccessGranted`].
        AccessGranted = "access_granted",
        /// See [`Event::AccessRevoked`].
        AccessRevoked = "access_revoked",
        /// See [`Event::CourseGranted`].
        CourseGranted = "course_granted",
        /// See [`Event::CourseRevoked`].
        CourseRevoked = "course_revoked",
        /// See [`Event::SessionEnded`].
        SessionEnded = "session_ended",
    }
}

impl Event {
    /// Returns the kind under which the journal stores the event; none for `Unknown`.
    pub const fn kind(&self) -> Option<EventKind> {
        Some(match self {
            Self::MessagePosted { .. } => EventKind::MessagePosted,
            Self::MessageEdited { .. } => EventKind::MessageEdited,
            Self::MessageDeleted { .. } => EventKind::MessageDeleted,
            Self::ReactionAdded { .. } => EventKind::ReactionAdded,
            Self::ReactionRemoved { .. } => EventKind::ReactionRemoved,
            Self::MessagePinned { .. } => EventKind::MessagePinned,
            Self::MessageUnpinned { .. } => EventKind::MessageUnpinned,
            Self::ChannelChanged { .. } => EventKind::ChannelChanged,
            Self::ChannelArchived { .. } => EventKind::ChannelArchived,
            Self::MemberJoined { .. } => EventKind::MemberJoined,
            Self::MemberChanged { .. } => EventKind::MemberChanged,
            Self::MemberLeft { .. } => EventKind::MemberLeft,
            Self::ChannelCreated { .. } => EventKind::ChannelCreated,
            Self::ChannelListed { .. } => EventKind::ChannelListed,
            Self::ChannelUnlisted { .. } => EventKind::ChannelUnlisted,
            Self::CourseChanged { .. } => EventKind::CourseChanged,
            Self::PersonJoined { .. } => EventKind::PersonJoined,
            Self::PersonChanged { .. } => EventKind::PersonChanged,
            Self::PersonLeft { .. } => EventKind::PersonLeft,
            Self::AccessGranted { .. } => EventKind::AccessGranted,
            Self::AccessRevoked { .. } => EventKind::AccessRevoked,
            Self::CourseGranted { .. } => EventKind::CourseGranted,
            Self::CourseRevoked { .. } => EventKind::CourseRevoked,
            Self::SessionEnded { .. } => EventKind::SessionEnded,
            Self::Unknown => return None,
        })
    }

    /// Returns the message that the event changed, as it is now.
    pub const fn message(&self) -> Option<&Message> {
        match self {
            Self::MessagePosted { message }
            | Self::MessageEdited { message }
            | Self::MessageDeleted { message }
            | Self::ReactionAdded { message, .. }
            | Self::ReactionRemoved { message, .. }
            | Self::MessagePinned { message }
            | Self::MessageUnpinned { message } => Some(message),
            _ => None,
        }
    }

    /// Returns whose reaction the event changed, if it is about one.
    pub fn reaction(&self) -> Option<ReactionChange<'_>> {
        let (user_id, emoji, is_on) = match self {
            Self::ReactionAdded { user_id, emoji, .. } => (*user_id, emoji, true),
            Self::ReactionRemoved { user_id, emoji, .. } => (*user_id, emoji, false),
            _ => return None,
        };
        Some(ReactionChange { user_id, emoji, is_on })
    }

    /// Returns what the journal stores beside the reference; [`ReactionChange::parse`] reads it.
    pub fn detail(&self) -> Option<String> {
        self.reaction().map(|ReactionChange { user_id, emoji, .. }| format!("{user_id} {emoji}"))
    }

    /// Returns the id that the journal stores as the event's reference.
    pub const fn reference(&self) -> Option<uuid::Uuid> {
        if let Some(message) = self.message() {
            return Some(message.id.0);
        }
        Some(match self {
            Self::ChannelChanged { channel }
            | Self::ChannelArchived { channel }
            | Self::ChannelCreated { channel }
            | Self::ChannelListed { channel }
            | Self::AccessGranted { channel, .. } => channel.id.0,
            Self::ChannelUnlisted { channel_id } | Self::AccessRevoked { channel_id } => {
                channel_id.0
            }
            Self::MemberJoined { member } | Self::MemberChanged { member } => member.user.id.0,
            Self::CourseChanged { course } | Self::CourseGranted { course } => course.id.0,
            Self::CourseRevoked { course_id } => course_id.0,
            Self::PersonJoined { person } | Self::PersonChanged { person } => person.id.0,
            Self::PersonLeft { user_id } | Self::MemberLeft { user_id } => user_id.0,
            Self::SessionEnded { session_id } => session_id.0,
            _ => return None,
        })
    }
}

impl EventKind {
    /// Returns the prefix of the subjects in which this kind may stand.
    pub const fn goes_to(self) -> &'static str {
        match self {
            Self::MessagePosted
            | Self::MessageEdited
            | Self::MessageDeleted
            | Self::ReactionAdded
            | Self::ReactionRemoved
            | Self::MessagePinned
            | Self::MessageUnpinned
            | Self::ChannelChanged
            | Self::ChannelArchived
            | Self::MemberJoined
            | Self::MemberChanged
            | Self::MemberLeft => "channel",
            Self::ChannelCreated
            | Self::ChannelListed
            | Self::ChannelUnlisted
            | Self::CourseChanged
            | Self::PersonJoined
            | Self::PersonChanged
            | Self::PersonLeft => "course",
            Self::AccessGranted
            | Self::AccessRevoked
            | Self::CourseGranted
            | Self::CourseRevoked
            | Self::SessionEnded => "user",
        }
    }
}

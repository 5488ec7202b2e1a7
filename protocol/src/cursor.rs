//! Subjects, sequence numbers and cursors: the addresses of ordered event streams.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::fault::UnknownText;
use crate::id::{ChannelId, CourseId, UserId};

/// Place of an event in its subject: 1 for the first; 0 means "before everything".
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Seq(pub i64);

impl Seq {
    /// Returns the number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Address of an ordered event stream. Who may open which is in `contract` order: everyone who
/// sees the channel, its moderators and course staff, everyone enrolled, course staff, the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// What happens in a channel.
    Channel(ChannelId),
    /// What only those who moderate a channel may see of it.
    ChannelStaff(ChannelId),
    /// What everyone enrolled sees of a course.
    Course(CourseId),
    /// What only course staff see of a course.
    CourseStaff(CourseId),
    /// What concerns one account.
    User(UserId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Channel(id) => write!(f, "channel:{id}"),
            Self::ChannelStaff(id) => write!(f, "channel-staff:{id}"),
            Self::Course(id) => write!(f, "course:{id}"),
            Self::CourseStaff(id) => write!(f, "course-staff:{id}"),
            Self::User(id) => write!(f, "user:{id}"),
        }
    }
}

impl FromStr for Subject {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownText(text.to_owned());
        let (kind, id) = text.split_once(':').ok_or_else(unknown)?;
        let id = id.parse().map_err(|_| unknown())?;
        match kind {
            "channel" => Ok(Self::Channel(ChannelId(id))),
            "channel-staff" => Ok(Self::ChannelStaff(ChannelId(id))),
            "course" => Ok(Self::Course(CourseId(id))),
            "course-staff" => Ok(Self::CourseStaff(CourseId(id))),
            "user" => Ok(Self::User(UserId(id))),
            _ => Err(unknown()),
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_survive_their_text() {
        for kind in ["channel", "channel-staff", "course", "course-staff", "user"] {
            let text = format!("{kind}:0192f0c4-0000-7000-8000-000000000001");
            assert_eq!(text.parse::<Subject>().unwrap().to_string(), text);
        }
        for wrong in
            ["", "channel", "channel:", "channel:x", "room:0192f0c4-0000-7000-8000-000000000001"]
        {
            assert!(wrong.parse::<Subject>().is_err(), "{wrong:?}");
        }
    }
}

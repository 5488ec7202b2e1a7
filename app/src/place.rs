//! Which page an address is.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::{Location, Url};
use protocol::id::MessageId;

/// Stands for what is no message's id, so that the server says that there is no such message.
const NO_MESSAGE: &str = "00000000-0000-0000-0000-000000000000";

/// A page that shows the shell, or anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A channel, or one message in it.
    Channel {
        /// The course's slug.
        course: String,
        /// The channel's name.
        channel: String,
        /// The message to show.
        message: Option<MessageId>,
    },
    /// A course, from which the way goes on to one of its channels.
    Course {
        /// The course's slug.
        course: String,
    },
    /// A course's people.
    People {
        /// The course's slug.
        course: String,
    },
    /// The viewer's settings.
    Settings,
    /// A page without a course.
    Elsewhere,
}

/// Returns path and query of the page at hand. Tracks nothing.
pub fn here_untracked(here: &Location) -> String {
    let (path, query) = (here.pathname.get_untracked(), here.search.get_untracked());
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

impl Place {
    /// Reads a path.
    pub fn of(path: &str) -> Self {
        let parts: Vec<String> = path.split('/').skip(1).map(Url::unescape).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match parts.as_slice() {
            ["settings"] => Self::Settings,
            ["c", course, "people"] => Self::People { course: (*course).to_owned() },
            ["c", course] => Self::Course { course: (*course).to_owned() },
            ["c", course, channel] => Self::channel(course, channel, None),
            ["c", course, channel, message] => {
                let message = message.parse().or_else(|_| NO_MESSAGE.parse()).map(MessageId);
                Self::channel(course, channel, message.ok())
            }
            _ => Self::Elsewhere,
        }
    }

    /// Returns the slug of the course that the page is in.
    pub fn course(&self) -> Option<&str> {
        match self {
            Self::Channel { course, .. } | Self::Course { course } | Self::People { course } => {
                Some(course)
            }
            Self::Settings | Self::Elsewhere => None,
        }
    }

    fn channel(course: &str, channel: &str, message: Option<MessageId>) -> Self {
        Self::Channel { course: course.to_owned(), channel: channel.to_owned(), message }
    }
}

/// Returns the page of the current address.
pub fn use_place() -> Memo<Place> {
    let pathname = use_location().pathname;
    Memo::new(move |_| pathname.with(|path| Place::of(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_places() {
        let channel = |message| Place::channel("cs214", "Übung", message);
        let id = "0192f0c4-0000-7000-8000-000000000001";
        assert_eq!(Place::of("/c/cs214/%C3%9Cbung"), channel(None));
        assert_eq!(
            Place::of(&format!("/c/cs214/Übung/{id}")),
            channel(Some(MessageId(id.parse().unwrap())))
        );
        assert_eq!(Place::of("/c/cs214/people"), Place::People { course: "cs214".into() });
        assert_eq!(Place::of("/c/cs214"), Place::Course { course: "cs214".into() });
        assert_eq!(Place::of("/settings"), Place::Settings);
        let nothing = Some(MessageId(NO_MESSAGE.parse().unwrap()));
        assert_eq!(Place::of("/c/cs214/%C3%9Cbung/x"), channel(nothing));
        assert_eq!(Place::of("/"), Place::Elsewhere);
    }
}

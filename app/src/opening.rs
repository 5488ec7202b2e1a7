//! What the first page of a course needs, loaded at once. A resource below another one would be
//! numbered differently by server and browser; so there is one, above everything, and what is
//! opened later is fetched without resources.

use leptos::prelude::*;
use protocol::course::Course;
use protocol::fault::Fault;
use protocol::id::MessageId;
use protocol::limits::PAGE_MESSAGES_DEFAULT;
use protocol::membership::MembersPage;
use protocol::page::{PageKey, PeoplePage};
use protocol::snapshot::{CourseSnapshot, Viewer};
use serde::{Deserialize, Serialize};

use crate::api::channels::{OpenedChannel, load_channel};
use crate::api::courses::{load_course, load_courses, load_home};
use crate::api::error::ApiError;
use crate::api::memberships::load_members;
use crate::api::messages::load_page;
use crate::api::people::load_people;
use crate::api::viewer::load_viewer;
use crate::live::state::Fetched;
use crate::place::Place;
use crate::reactive::effect;

/// A channel by its name, and a message in it.
pub type Wanted = (String, Option<MessageId>);

/// A course with the page that it opens with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// Who looks.
    pub viewer: Viewer,
    /// The course.
    pub snapshot: CourseSnapshot,
    /// The courses that they can see.
    pub courses: Vec<Course>,
    channel: Option<(Wanted, Result<Fetched, ApiError>)>,
    people: Option<Result<PeoplePage, ApiError>>,
    members: Option<Result<MembersPage, ApiError>>,
}

/// What an address asks for besides its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Whether the members are open beside a channel.
    pub members: bool,
    /// Where the list of people continues.
    pub people_after: Option<String>,
    /// Which messages of the channel, if not the newest.
    pub messages: Option<PageKey>,
}

/// Loads a course and a page in it; without a slug, the course that `/` leads to.
pub async fn open(slug: Option<String>, place: Place, asked: Asked) -> Result<Opening, ApiError> {
    let viewer = load_viewer().await?;
    let slug = if let Some(slug) = slug {
        slug
    } else {
        let home = load_home().await?;
        Place::of(&home).course().map(ToOwned::to_owned).ok_or_else(Fault::not_found)?
    };
    let snapshot = load_course(slug.clone()).await?;
    let courses = load_courses().await?;
    let shows_people = asked.members || matches!(place, Place::People { .. });
    let people = if shows_people {
        Some(load_people(snapshot.course.id, asked.people_after).await)
    } else {
        None
    };
    let channel = match place {
        Place::Channel { channel, message, .. } => {
            let mut opened = load_channel(slug, channel.clone(), message).await;
            if let (Some(key), None, Ok(OpenedChannel::Here(here))) =
                (asked.messages, message, &mut opened)
            {
                here.page = load_page(here.entry.channel.id, key, PAGE_MESSAGES_DEFAULT).await?;
            }
            Some(((channel, message), opened.map(Fetched::Opened)))
        }
        _ => None,
    };
    let members = match &channel {
        Some((_, Ok(Fetched::Opened(OpenedChannel::Here(opened)))))
            if asked.members && !opened.entry.channel.is_listed() =>
        {
            Some(load_members(opened.entry.channel.id, None).await)
        }
        _ => None,
    };
    Ok(Opening { viewer, snapshot, courses, channel, people, members })
}

/// The first page's contents, until the browser has taken them over. Cheap to copy.
#[derive(Clone, Copy)]
pub struct FirstPage {
    channel: StoredValue<Option<(Wanted, Result<Fetched, ApiError>)>>,
    people: StoredValue<Option<Result<PeoplePage, ApiError>>>,
    members: StoredValue<Option<Result<MembersPage, ApiError>>>,
}

/// Gives the pages below their first contents.
pub fn provide_first_page(opening: &Opening) {
    let first = FirstPage {
        channel: StoredValue::new(opening.channel.clone()),
        people: StoredValue::new(opening.people.clone()),
        members: StoredValue::new(opening.members.clone()),
    };
    provide_context(first);
    // Effects run once the page stands; what is opened later is loaded then.
    effect(move || {
        first.channel.set_value(None);
        first.people.set_value(None);
        first.members.set_value(None);
    });
}

/// Returns the first page's contents.
pub fn use_first_page() -> FirstPage {
    expect_context()
}

impl FirstPage {
    /// Returns a channel, if the page was opened with it.
    pub fn channel(self, wanted: &Wanted) -> Option<Result<Fetched, ApiError>> {
        self.channel.with_value(|channel| {
            channel
                .as_ref()
                .filter(|(first, _)| first == wanted)
                .map(|(_, fetched)| fetched.clone())
        })
    }

    /// Returns the members of the group that the page was opened with, if it was with them.
    pub fn members(self) -> Option<Result<MembersPage, ApiError>> {
        self.members.get_value()
    }

    /// Whether the page still stands as it was opened.
    pub fn is_shown(self) -> bool {
        self.channel.with_value(Option::is_some)
    }

    /// Returns the people, if the page was opened with them.
    pub fn people(self) -> Option<Result<PeoplePage, ApiError>> {
        self.people.get_value()
    }
}

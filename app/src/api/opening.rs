//! What a page of a course opens with, loaded at once. A resource below another one would be
//! numbered differently by server and browser; so there is one, above everything, and what is
//! opened later is fetched without resources.

use leptos_router::location::Location;
use protocol::course::Course;
use protocol::id::MessageId;
use protocol::membership::MembersPage;
use protocol::message::Message;
use protocol::page::PeoplePage;
use protocol::session::Session;
use protocol::snapshot::{CourseSnapshot, Viewer};
use serde::{Deserialize, Serialize};

use crate::api::channels::OpenedChannel;
use crate::api::error::ApiError;
use crate::place::Place;

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
    /// The channel, on the page of one.
    pub channel: Option<(Wanted, Result<OpenedChannel, ApiError>)>,
    /// The people, on their page and beside a channel.
    pub people: Option<Result<PeoplePage, ApiError>>,
    /// The members, beside a group.
    pub members: Option<Result<MembersPage, ApiError>>,
    /// The pinned messages, beside a channel.
    pub pins: Option<Result<Vec<Message>, ApiError>>,
    /// Where the viewer is signed in, in the settings.
    pub sessions: Option<Result<Vec<Session>, ApiError>>,
}

/// Loads a course and a page in it; without a slug, the course that `/` leads to. Only the server does: the
/// live state of a course stays with its document, so the browser leaves for another course's.
pub async fn open(slug: Option<String>, place: Place, here: Location) -> Result<Opening, ApiError> {
    #[cfg(feature = "ssr")]
    return loading::load(slug, place, &here).await;
    #[cfg(not(feature = "ssr"))]
    {
        drop((slug, place));
        crate::live::browser::go_to(&crate::place::here_untracked(&here));
        std::future::pending().await
    }
}

#[cfg(feature = "ssr")]
mod loading {
    use leptos::prelude::*;
    use leptos_router::params::ParamsMap;
    use protocol::cursor::Seq;
    use protocol::fault::Fault;
    use protocol::limits::PAGE_MESSAGES_DEFAULT;
    use protocol::page::PageKey;

    use super::{ApiError, Location, OpenedChannel, Opening, Place};
    use crate::address::{EARLIER, LATER};
    use crate::api::channels::load_channel;
    use crate::api::courses::{load_course, load_courses, load_home};
    use crate::api::memberships::load_members;
    use crate::api::messages::{load_page, load_pins};
    use crate::api::people::load_people;
    use crate::api::sessions::load_sessions;
    use crate::api::viewer::load_viewer;
    use crate::components::panel_state::{PANEL, Panel};

    pub(super) async fn load(
        slug: Option<String>,
        place: Place,
        here: &Location,
    ) -> Result<Opening, ApiError> {
        let query = here.query.get_untracked();
        let asked = query.get_str(PANEL);
        let has_panel = |panel: Panel| asked == Some(panel.name());
        let viewer = load_viewer().await?;
        let slug = if let Some(slug) = slug {
            slug
        } else {
            let home = load_home().await?;
            Place::of(&home).course().map(ToOwned::to_owned).ok_or_else(Fault::not_found)?
        };
        let snapshot = load_course(slug.clone()).await?;
        let courses = load_courses().await?;
        let people = if has_panel(Panel::Members) || matches!(place, Place::People { .. }) {
            Some(load_people(snapshot.course.id, query.get("after")).await)
        } else {
            None
        };
        let sessions = if place == Place::Settings { Some(load_sessions().await) } else { None };
        let channel = match place {
            Place::Channel { channel, message, .. } => {
                let mut opened = load_channel(slug, channel.clone(), message).await;
                if let (Some(key), None, Ok(OpenedChannel::Here(here))) =
                    (asked_messages(&query), message, &mut opened)
                {
                    here.page =
                        load_page(here.entry.channel.id, key, PAGE_MESSAGES_DEFAULT).await?;
                }
                Some(((channel, message), opened))
            }
            _ => None,
        };
        let members = match &channel {
            Some((_, Ok(OpenedChannel::Here(opened))))
                if has_panel(Panel::Members) && !opened.entry.channel.is_listed() =>
            {
                Some(load_members(opened.entry.channel.id, None).await)
            }
            _ => None,
        };
        let pins = match &channel {
            Some((_, Ok(OpenedChannel::Here(opened)))) if has_panel(Panel::Pins) => {
                Some(load_pins(opened.entry.channel.id).await)
            }
            _ => None,
        };
        Ok(Opening { viewer, snapshot, courses, channel, people, members, pins, sessions })
    }

    /// Returns which messages the links of a page without scripts lead to.
    fn asked_messages(query: &ParamsMap) -> Option<PageKey> {
        let position = |key| query.get_str(key)?.parse().ok().map(Seq);
        position(EARLIER).map(PageKey::Before).or_else(|| position(LATER).map(PageKey::After))
    }
}

//! What the first page of a course was loaded with, until the browser has taken the page over.

use leptos::prelude::*;
use protocol::membership::MembersPage;
use protocol::message::Message;
use protocol::page::PeoplePage;
use protocol::session::Session;

use crate::api::error::ApiError;
use crate::api::opening::{Opening, Wanted};
use crate::live::state::Fetched;
use crate::reactive::effect;

/// The first page's contents, until the browser has taken them over. Cheap to copy.
#[derive(Clone, Copy)]
pub struct FirstPage {
    channel: StoredValue<Option<(Wanted, Result<Fetched, ApiError>)>>,
    people: StoredValue<Option<Result<PeoplePage, ApiError>>>,
    members: StoredValue<Option<Result<MembersPage, ApiError>>>,
    pins: StoredValue<Option<Result<Vec<Message>, ApiError>>>,
    sessions: StoredValue<Option<Result<Vec<Session>, ApiError>>>,
}

/// Gives the pages below their first contents.
pub fn provide_first_page(opening: &Opening) {
    let first = FirstPage {
        channel: StoredValue::new(
            opening.channel.clone().map(|(wanted, opened)| (wanted, opened.map(Fetched::Opened))),
        ),
        people: StoredValue::new(opening.people.clone()),
        members: StoredValue::new(opening.members.clone()),
        pins: StoredValue::new(opening.pins.clone()),
        sessions: StoredValue::new(opening.sessions.clone()),
    };
    provide_context(first);
    // Effects run once the page stands; what is opened later is loaded then.
    effect(move || {
        first.channel.set_value(None);
        first.people.set_value(None);
        first.members.set_value(None);
        first.pins.set_value(None);
        first.sessions.set_value(None);
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

    /// Returns the pinned messages of the channel that the page was opened with, if it was with them.
    pub fn pins(self) -> Option<Result<Vec<Message>, ApiError>> {
        self.pins.get_value()
    }

    /// Whether the page still stands as it was opened.
    pub fn is_shown(self) -> bool {
        self.channel.with_value(Option::is_some)
    }

    /// Returns the people, if the page was opened with them.
    pub fn people(self) -> Option<Result<PeoplePage, ApiError>> {
        self.people.get_value()
    }

    /// Returns the viewer's sessions, if the page was opened with them.
    pub fn sessions(self) -> Option<Result<Vec<Session>, ApiError>> {
        self.sessions.get_value()
    }
}

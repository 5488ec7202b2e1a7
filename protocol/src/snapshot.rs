//! Snapshots: what the server knows at a cursor, for one viewer, read in one transaction.

use serde::{Deserialize, Serialize};

use crate::channel::ChannelEntry;
use crate::course::Course;
use crate::cursor::Seq;
use crate::page::MessagePage;
use crate::time::{Timestamp, Zone};
use crate::user::Me;

/// A course as one person sees it: all that the shell around the messages shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseSnapshot {
    /// The viewer.
    pub me: Me,
    /// The course.
    pub course: Course,
    /// Its channels that the viewer can see, archived ones included.
    pub channels: Vec<ChannelEntry>,
    /// People in the course.
    pub people_total: i64,
    /// The course subject's head when this was read.
    pub as_of: Seq,
    /// The head of the viewer's own subject when this was read.
    pub user_as_of: Seq,
    /// Identity of the database lineage.
    pub epoch: String,
}

/// A channel with the messages it opens with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelSnapshot {
    /// The channel.
    pub entry: ChannelEntry,
    /// The messages; `page.as_of` is the cursor for everything here.
    pub page: MessagePage,
}

/// What every page needs to know about its viewer before anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who is signed in, if anybody.
    pub me: Option<Me>,
    /// The server's clock.
    pub now: Timestamp,
    /// The viewer's time zone, UTC while unknown.
    pub zone: Zone,
    /// The build that rendered the page.
    pub build: String,
}

//! Moves what was committed to the hubs. In one process that is a bounded queue for each hub; the
//! journal is the truth, so a hub that falls behind loses nothing but time.

use std::sync::{Arc, Mutex, PoisonError};

use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::frame::ChannelActivity;
use protocol::id::CourseId;
use protocol::signal::Signal;
use protocol::time::Timestamp;
use tokio::sync::mpsc::{self, Receiver, Sender};

/// Events and signals that may wait for one hub.
const QUEUE_MAX: usize = 8_192;

/// An event of the journal with its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its stream.
    pub subject: Subject,
    /// Its place there.
    pub seq: Seq,
    /// When it was committed.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
    /// The course's access version that its transaction read; 0 outside courses.
    pub access_version: i64,
    /// What it changes for the badges of people who do not have the channel open.
    pub activity: Option<Activity>,
}

/// News of a channel for people who do not have it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The channel's course.
    pub course: CourseId,
    /// Who may know.
    pub audience: Audience,
    /// The channel's counts.
    pub channel: ChannelActivity,
}

/// Who may know that something happened in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Whoever follows the course.
    Course,
    /// Of those, the channel's members.
    Members,
}

/// What a hub receives.
#[derive(Clone, Debug)]
pub enum Published {
    /// Something committed.
    Event(Arc<Recorded>),
    /// The rights in a course changed; grants of an earlier version are to be read again.
    Access {
        /// Which course.
        course: CourseId,
        /// The version of its rights from now on.
        access_version: i64,
    },
    /// Something ephemeral.
    Signal {
        /// Who is told.
        subject: Subject,
        /// What.
        signal: Signal,
    },
}

/// The broker of a single process.
#[derive(Clone, Default)]
pub struct Broker {
    hubs: Arc<Mutex<Vec<Sender<Published>>>>,
}

impl Broker {
    /// Adds a hub.
    pub fn subscribe(&self) -> Receiver<Published> {
        let (sender, receiver) = mpsc::channel(QUEUE_MAX);
        self.hubs.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    /// Hands something to every hub. A hub whose queue is full misses it and finds it in the
    /// journal; a hub that is gone is forgotten.
    pub fn publish(&self, published: &Published) {
        let mut hubs = self.hubs.lock().unwrap_or_else(PoisonError::into_inner);
        hubs.retain(|hub| match hub.try_send(published.clone()) {
            Ok(()) => true,
            Err(mpsc::error::TrySendError::Full(_)) => {
                tracing::warn!("a hub's queue is full; it will read the journal");
                true
            }
            Err(mpsc::error::TrySendError::Closed(_)) => false,
        });
    }
}

//! One subject and who listens to it. Everything about the order of its events happens under one
//! lock, and nothing under it waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use protocol::cursor::{Seq, Subject};
use protocol::frame::ServerFrame;
use protocol::id::CourseId;
use service::broker::Recorded;
use service::live::Grant;
use uuid::Uuid;

use super::activity::{News, Tick};
use super::catch_up::Behind;
use super::connection::{Connection, Ticket};
use super::event_frame;

/// One subject of which somebody wants to know.
pub(super) struct Feed {
    subject: Subject,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The last event that everybody who listens has; unknown until there was one.
    delivered: Option<Seq>,
    listeners: Vec<Listener>,
    /// Up to where somebody is reading the journal, if anybody is.
    filling: Option<Seq>,
}

/// A connection's subscription once it is live.
struct Listener {
    connection: Arc<Connection>,
    /// The last event it has; what stands before is not repeated.
    cursor: Seq,
    /// Events of a later access version need a new one.
    grant: Grant,
    /// The last second of whose activity it has heard everything.
    told: Tick,
    ticket: Ticket,
}

/// A listener whose grant is older than an event.
pub(super) struct Outrun {
    pub(super) connection: Arc<Connection>,
    pub(super) cursor: Seq,
    pub(super) told: Tick,
    pub(super) ticket: Ticket,
}

/// What a delivery could not do at once.
#[derive(Default)]
pub(super) struct Outcome {
    /// Listeners whose grant is older than the event; they listen no more.
    pub(super) outrun: Vec<Outrun>,
    /// Whether events before this one are missing.
    pub(super) is_gap: bool,
}

/// Whether a connection became live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// It is.
    Live,
    /// There are newer events than its cursor.
    TooEarly,
    /// Nobody wants it any more.
    Void,
}

impl Feed {
    pub(super) fn new(subject: Subject) -> Self {
        Self { subject, state: Mutex::default() }
    }

    pub(super) fn subject(&self) -> Subject {
        self.subject
    }

    /// Delivers an event, if it is the next one, to everybody whose rights are new enough.
    pub(super) fn deliver(&self, recorded: &Recorded) -> Outcome {
        let mut state = self.state();
        if state.listeners.is_empty() {
            state.delivered = state.delivered.max(Some(recorded.seq));
            return Outcome::default();
        }
        let delivered = state.delivered.unwrap_or_default();
        if recorded.seq <= delivered {
            return Outcome::default();
        }
        if recorded.seq > delivered.next() {
            return Outcome { is_gap: true, ..Outcome::default() };
        }
        Outcome { outrun: state.advance(recorded), is_gap: false }
    }

    /// Makes a connection live if no event came after its cursor, and tells it so when it opened.
    pub(super) fn join(
        &self,
        connection: &Arc<Connection>,
        behind: &Behind,
        ticket: Ticket,
    ) -> Joined {
        let mut state = self.state();
        if !connection.holds(&self.subject, ticket) {
            return Joined::Void;
        }
        if state.delivered > Some(behind.cursor) {
            return Joined::TooEarly;
        }
        state.delivered.get_or_insert(behind.cursor);
        if behind.is_opening {
            let (subject, head) = (self.subject, behind.cursor);
            connection.say(&ServerFrame::Opened { subject, head });
        }
        state.listeners.push(Listener {
            connection: Arc::clone(connection),
            cursor: behind.cursor,
            grant: behind.grant.clone(),
            told: behind.told,
            ticket,
        });
        Joined::Live
    }

    pub(super) fn leave(&self, connection: Uuid) {
        let mut state = self.state();
        let place = state.listeners.iter().position(|one| one.connection.id() == connection);
        if let Some(place) = place {
            state.listeners.swap_remove(place);
        }
    }

    /// Passes on something ephemeral.
    pub(super) fn signal(&self, frame: &Utf8Bytes) {
        for listener in &self.state().listeners {
            // A connection that has ended leaves by itself.
            let _ = listener.connection.queue.push(frame.clone());
        }
    }

    /// Tells everybody who listens what happened in the course's channels.
    pub(super) fn tell(&self, news: &News) {
        for listener in &mut self.state().listeners {
            listener.told = news.tell(&listener.connection, &listener.grant, listener.told);
        }
    }

    /// Returns the course in which the subject lies, if anybody listens.
    pub(super) fn course(&self) -> Option<CourseId> {
        self.state().listeners.first().and_then(|listener| listener.grant.course)
    }

    /// Takes out those whose grant in a course is older than a version of its rights.
    pub(super) fn take_outdated(&self, course: CourseId, access_version: i64) -> Vec<Outrun> {
        self.state().take_out(|listener| {
            listener.grant.course == Some(course) && listener.grant.access_version < access_version
        })
    }

    pub(super) fn is_idle(&self) -> bool {
        let state = self.state();
        state.listeners.is_empty() && state.filling.is_none()
    }

    /// Returns what was delivered, if anybody listens.
    pub(super) fn delivered(&self) -> Option<Seq> {
        let state = self.state();
        state.delivered.filter(|_| !state.listeners.is_empty())
    }

    /// Asks for the journal up to an event; true if nobody is reading it yet.
    pub(super) fn begin_fill(&self, wanted: Seq) -> bool {
        let mut state = self.state();
        let is_new = state.filling.is_none();
        state.filling = state.filling.max(Some(wanted));
        is_new
    }

    /// Ends the reading of the journal, unless more was asked for meanwhile.
    pub(super) fn end_fill(&self) -> bool {
        let mut state = self.state();
        let is_done = state.filling <= state.delivered || state.listeners.is_empty();
        if is_done {
            state.filling = None;
        }
        is_done
    }

    /// Ends the reading of the journal, however far it came.
    pub(super) fn break_fill(&self) {
        self.state().filling = None;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn advance(&mut self, recorded: &Recorded) -> Vec<Outrun> {
        self.delivered = Some(recorded.seq);
        let outrun = self.take_out(|listener| {
            listener.cursor < recorded.seq
                && listener.grant.access_version < recorded.access_version
        });
        let frame = event_frame(recorded);
        self.listeners.retain_mut(|listener| {
            if listener.cursor >= recorded.seq {
                return true;
            }
            listener.cursor = recorded.seq;
            listener.connection.deliver(frame.clone()).is_ok()
        });
        outrun
    }

    fn take_out(&mut self, is_outdated: impl Fn(&Listener) -> bool) -> Vec<Outrun> {
        let outdated = self.listeners.extract_if(.., |listener| is_outdated(listener));
        let outrun = outdated.map(|listener| Outrun {
            connection: listener.connection,
            cursor: listener.cursor,
            told: listener.told,
            ticket: listener.ticket,
        });
        outrun.collect()
    }
}

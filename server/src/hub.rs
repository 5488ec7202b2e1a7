//! This process's registry of connections: delivers every event to those who have its subject
//! open, in order, once, and never past a right that was taken away.
//!
//! Lock order: the table of feeds, then one feed, then a connection's subjects, then its queue. The table
//! of connections is locked alone.
//! No lock is held across an await.

mod activity;
#[cfg(feature = "breakage")]
mod breakage;
mod catch_up;
mod connection;
mod feed;
mod fill;
mod queue;
mod sessions;
mod sweep;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::frame::ServerFrame;
use protocol::id::CourseId;
use service::Service;
use service::broker::{Published, Recorded};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::Receiver;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use self::activity::PendingActivity;
pub(crate) use self::connection::Connection;
use self::feed::Feed;
pub(crate) use self::queue::{Next, Queue, Waiting};

/// Grants and pages read from the database at the same time; a crowd that must all be granted
/// anew (somebody was enrolled) leaves the database free for others.
const READS_MAX: usize = 16;

/// Time in which sockets have sent their close after being told to, when the process stops.
const CLOSE_WITHIN: Duration = Duration::from_secs(4);

/// The registry; cheap to clone.
#[derive(Clone)]
pub(crate) struct Hub(Arc<Inner>);

struct Inner {
    service: Service,
    connections: Mutex<HashMap<Uuid, Arc<Connection>>>,
    feeds: Mutex<HashMap<Subject, Arc<Feed>>>,
    activity: PendingActivity,
    reads: Semaphore,
    tasks: TaskTracker,
    stop: CancellationToken,
    abort: CancellationToken,
}

impl Hub {
    /// Starts delivering what the service publishes.
    pub(crate) fn start(service: Service) -> Self {
        let published = service.subscribe();
        let hub = Self(Arc::new(Inner {
            service,
            connections: Mutex::default(),
            feeds: Mutex::default(),
            activity: PendingActivity::default(),
            reads: Semaphore::new(READS_MAX),
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
            abort: CancellationToken::new(),
        }));
        hub.tasks().spawn(hub.clone().dispatch(published));
        hub.tasks().spawn(sweep::every_second(hub.clone()));
        hub.tasks().spawn(sessions::twice_a_second(hub.clone()));
        hub
    }

    /// Closes every socket with 1012 and waits until all tasks have ended.
    pub(crate) async fn stop(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
        if tokio::time::timeout(CLOSE_WITHIN, self.0.tasks.wait()).await.is_err() {
            self.0.abort.cancel();
            self.0.tasks.wait().await;
        }
    }

    /// Returns the owner of the hub's and the sockets' tasks.
    pub(crate) fn tasks(&self) -> &TaskTracker {
        &self.0.tasks
    }

    /// Returns the signal to say goodbye to every client.
    pub(crate) fn stop_signal(&self) -> &CancellationToken {
        &self.0.stop
    }

    /// Returns the signal to drop sockets that did not take their goodbye.
    pub(crate) fn abort_signal(&self) -> &CancellationToken {
        &self.0.abort
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.0.stop.is_cancelled()
    }

    /// Follows a subject for a connection, from after a cursor or from its head. What comes of it
    /// is told in frames.
    pub(crate) fn open(&self, connection: &Arc<Connection>, subject: Subject, after: Option<Seq>) {
        if let Some(ticket) = connection.admit(subject) {
            // An earlier opening of the same subject ends here.
            if let Some(feed) = self.find_feed(&subject) {
                feed.leave(connection.id());
            }
            let start = after.map_or(catch_up::Start::Head, catch_up::Start::After);
            self.catch_up(connection, catch_up::CatchUp { subject, ticket, start });
        }
    }

    /// Stops following a subject.
    pub(crate) fn close(&self, connection: &Connection, subject: &Subject) {
        connection.forget(subject);
        if let Some(feed) = self.find_feed(subject) {
            feed.leave(connection.id());
        }
    }

    /// Forgets a connection that has ended.
    pub(crate) fn leave(&self, connection: &Connection) {
        self.connections().remove(&connection.id());
        for subject in connection.end() {
            if let Some(feed) = self.find_feed(&subject) {
                feed.leave(connection.id());
            }
        }
    }

    async fn dispatch(self, mut published: Receiver<Published>) {
        let next = async |published: &mut Receiver<Published>| {
            tokio::select! {
                () = self.0.stop.cancelled() => None,
                next = published.recv() => next,
            }
        };
        while let Some(published) = next(&mut published).await {
            match published {
                Published::Event(recorded) => {
                    self.0.activity.note(&recorded);
                    self.deliver(&recorded);
                    #[cfg(feature = "breakage")]
                    if breakage::is_deaf_to_endings() {
                        continue;
                    }
                    if let Event::SessionEnded { session_id } = recorded.event {
                        self.end_session(session_id);
                    }
                }
                #[cfg(feature = "breakage")]
                Published::Access { .. } if breakage::is_deaf_to_endings() => {}
                Published::Access { course, access_version } => {
                    self.renew_grants(course, access_version);
                }
                Published::Signal { subject, signal } => {
                    if let Some(feed) = self.find_feed(&subject) {
                        feed.signal(&frame(&ServerFrame::Signal { subject, signal }));
                    }
                }
            }
        }
    }

    /// Delivers an event to whoever has its subject open.
    fn deliver(&self, recorded: &Recorded) {
        #[cfg(feature = "breakage")]
        let recorded = &breakage::unfenced(recorded);
        let Some(feed) = self.find_feed(&recorded.subject) else { return };
        let outcome = feed.deliver(recorded);
        self.regrant(recorded.subject, outcome.outrun);
        if outcome.is_gap {
            self.fill(feed, recorded.seq);
        }
    }

    /// Reads the rights again of everybody in a course whose grants are older than a version: who
    /// has lost a subject is told at once, and not by its next event.
    fn renew_grants(&self, course: CourseId, access_version: i64) {
        let feeds: Vec<_> = self.feeds().values().cloned().collect();
        for feed in feeds {
            self.regrant(feed.subject(), feed.take_outdated(course, access_version));
        }
    }

    fn connections(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<Connection>>> {
        self.0.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn feeds(&self) -> MutexGuard<'_, HashMap<Subject, Arc<Feed>>> {
        self.0.feeds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find_feed(&self, subject: &Subject) -> Option<Arc<Feed>> {
        self.feeds().get(subject).cloned()
    }

    /// Returns a subject's feed, from now on kept up to date.
    fn track(&self, subject: Subject) -> Arc<Feed> {
        self.feeds().entry(subject).or_insert_with(|| Arc::new(Feed::new(subject))).clone()
    }
}

/// Returns a frame as it goes over the wire.
pub(crate) fn frame(frame: &ServerFrame) -> Utf8Bytes {
    serde_json::to_string(frame).expect("a frame is plain data").into()
}

fn event_frame(recorded: &Recorded) -> Utf8Bytes {
    let Recorded { subject, seq, at, ref event, .. } = *recorded;
    frame(&ServerFrame::Event { subject, seq, at, event: Event::clone(event) })
}

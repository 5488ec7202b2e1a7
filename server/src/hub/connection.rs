//! One live socket as the hub knows it.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use protocol::cursor::Subject;
use protocol::fault::{Fault, FaultCode};
use protocol::frame::ServerFrame;
use protocol::limits::SUBJECTS_PER_CONNECTION_MAX;
use service::actor::Actor;
use uuid::Uuid;

use super::catch_up::CatchUp;
use super::frame;
use super::queue::{Ended, Queue};

/// Proves which opening of a subject is meant: a later one, or a close, makes it void.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket(u64);

/// One live socket.
pub(crate) struct Connection {
    id: Uuid,
    actor: Actor,
    /// Whether the client's cursors are of another database lineage.
    has_foreign_cursors: AtomicBool,
    subjects: Mutex<Subjects>,
    pub(crate) queue: Queue,
}

#[derive(Default)]
struct Subjects {
    open: HashMap<Subject, Ticket>,
    tickets: u64,
    /// Subjects that must be replayed before they are live, in order.
    behind: VecDeque<CatchUp>,
    is_catching_up: bool,
    is_ended: bool,
}

impl Connection {
    pub(crate) fn new(id: Uuid, actor: Actor) -> Self {
        Self {
            id,
            actor,
            has_foreign_cursors: AtomicBool::new(false),
            subjects: Mutex::default(),
            queue: Queue::default(),
        }
    }

    pub(crate) fn id(&self) -> Uuid {
        self.id
    }

    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Queues a frame; a connection that has ended drops it.
    pub(crate) fn say(&self, said: &ServerFrame) {
        let _ = self.queue.push(frame(said));
    }

    /// Tells the client that something was refused.
    pub(crate) fn fault(&self, fault: Fault, subject: Option<Subject>) {
        self.say(&ServerFrame::Fault { code: fault.code, message: fault.detail, subject });
    }

    /// Notes that the client's cursors mean nothing here.
    pub(crate) fn distrust_cursors(&self) {
        self.has_foreign_cursors.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_foreign_cursors(&self) -> bool {
        self.has_foreign_cursors.load(Ordering::Relaxed)
    }

    /// Gives a ticket for opening a subject, unless too many are open.
    pub(super) fn admit(&self, subject: Subject) -> Option<Ticket> {
        let mut subjects = self.subjects();
        let is_full = subjects.open.len() >= SUBJECTS_PER_CONNECTION_MAX;
        if subjects.is_ended || (is_full && !subjects.open.contains_key(&subject)) {
            drop(subjects);
            let limit = format!("At most {SUBJECTS_PER_CONNECTION_MAX} subjects may be open.");
            self.fault(Fault::new(FaultCode::TooLarge, limit), Some(subject));
            return None;
        }
        subjects.tickets += 1;
        let ticket = Ticket(subjects.tickets);
        subjects.open.insert(subject, ticket);
        Some(ticket)
    }

    /// Whether the opening is still wanted.
    pub(super) fn holds(&self, subject: &Subject, ticket: Ticket) -> bool {
        self.subjects().open.get(subject) == Some(&ticket)
    }

    pub(super) fn forget(&self, subject: &Subject) {
        self.subjects().open.remove(subject);
    }

    /// Forgets a subject unless it was opened again.
    pub(super) fn give_up(&self, subject: &Subject, ticket: Ticket) {
        let mut subjects = self.subjects();
        if subjects.open.get(subject) == Some(&ticket) {
            subjects.open.remove(subject);
        }
    }

    pub(super) fn has_open(&self, subject: &Subject) -> bool {
        self.subjects().open.contains_key(subject)
    }

    /// Ends the connection and returns what it had open.
    pub(super) fn end(&self) -> Vec<Subject> {
        self.queue.gone();
        let mut subjects = self.subjects();
        subjects.is_ended = true;
        subjects.behind.clear();
        subjects.open.drain().map(|(subject, _)| subject).collect()
    }

    /// Queues a replay; true if nobody is working on this connection's replays yet.
    pub(super) fn fall_behind(&self, catch_up: CatchUp) -> bool {
        let mut subjects = self.subjects();
        if subjects.is_ended {
            return false;
        }
        subjects.behind.push_back(catch_up);
        !std::mem::replace(&mut subjects.is_catching_up, true)
    }

    /// Returns the next replay to do; with none left, the next one needs somebody new.
    pub(super) fn next_catch_up(&self) -> Option<CatchUp> {
        let mut subjects = self.subjects();
        let next = subjects.behind.pop_front();
        subjects.is_catching_up = next.is_some();
        next
    }

    /// Queues a live event.
    pub(super) fn deliver(&self, frame: Utf8Bytes) -> Result<(), Ended> {
        #[cfg(feature = "breakage")]
        if super::breakage::drops() {
            return Ok(());
        }
        self.queue.push(frame)
    }

    /// Queues a replayed event.
    pub(super) fn replay(&self, frame: Utf8Bytes) -> Result<(), Ended> {
        #[cfg(feature = "breakage")]
        if super::breakage::repeats() {
            self.queue.push_replayed(frame.clone())?;
        }
        self.queue.push_replayed(frame)
    }

    fn subjects(&self) -> MutexGuard<'_, Subjects> {
        self.subjects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

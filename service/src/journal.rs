//! The durable event table and its only appender. What is recorded is published after the commit,
//! and nothing else is.

use std::sync::Arc;

use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::id::CourseId;
use protocol::signal::Signal;
use protocol::time::Timestamp;
use store::Tx;
use store::events::{self, NewEvent};

use crate::broker::{Activity, Broker, Published, Recorded};
use crate::error::Error;

/// Appends to the journal and publishes.
pub(crate) struct Journal {
    broker: Broker,
}

/// When and under which access version a transaction records.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    pub(crate) at: Timestamp,
    pub(crate) access_version: i64,
}

impl Journal {
    pub(crate) fn new(broker: Broker) -> Self {
        Self { broker }
    }

    pub(crate) fn broker(&self) -> &Broker {
        &self.broker
    }

    /// Takes the subject's next number. The subject's row stays locked until the commit, so that
    /// commit order is sequence order; a transaction with several subjects takes them sorted.
    pub(crate) async fn advance(&self, tx: &mut Tx, subject: Subject) -> Result<Seq, Error> {
        Ok(events::advance(tx, &subject).await?)
    }

    /// Records an event under a number that [`Self::advance`] gave.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        (subject, seq): (Subject, Seq),
        stamp: Stamp,
        event: Event,
        activity: Option<Activity>,
    ) -> Result<(), Error> {
        let (Some(kind), Some(reference)) = (event.kind(), event.reference()) else {
            return Err(Error::internal("an unknown event cannot be recorded"));
        };
        // One's own subject lies in no course: its events are delivered whatever happens there.
        let access_version =
            if matches!(subject, Subject::User(_)) { 0 } else { stamp.access_version };
        let at = stamp.at;
        let detail = event.detail();
        let row = NewEvent { subject, seq, at, kind, reference, detail, access_version };
        events::insert(tx, &row).await?;
        let recorded = Recorded { subject, seq, at, event, access_version, activity };
        let broker = self.broker.clone();
        tx.after_commit(move || broker.publish(&Published::Event(Arc::new(recorded))));
        Ok(())
    }

    /// Raises the version of the rights in a course: whatever is recorded from now on is delivered
    /// on rights that were read after this transaction. The hubs are told after the commit. Comes
    /// before anything else that reads the course in the transaction; several courses are raised
    /// in the order of their ids.
    pub(crate) async fn raise_fence(
        &self,
        tx: &mut Tx,
        course: CourseId,
        at: Timestamp,
    ) -> Result<Stamp, Error> {
        let access_version = store::courses::bump_access_version(tx, course).await?;
        let broker = self.broker.clone();
        tx.after_commit(move || broker.publish(&Published::Access { course, access_version }));
        Ok(Stamp { at, access_version })
    }

    /// Records events whose payloads do not need their own numbers.
    pub(crate) async fn append(
        &self,
        tx: &mut Tx,
        stamp: Stamp,
        mut entries: Vec<(Subject, Event)>,
    ) -> Result<(), Error> {
        entries.sort_by_key(|(subject, _)| *subject);
        for (subject, event) in entries {
            let seq = self.advance(tx, subject).await?;
            self.record(tx, (subject, seq), stamp, event, None).await?;
        }
        Ok(())
    }

    /// Sends a signal after the commit.
    pub(crate) fn signal(&self, tx: &mut Tx, subject: Subject, signal: Signal) {
        let broker = self.broker.clone();
        tx.after_commit(move || broker.publish(&Published::Signal { subject, signal }));
    }
}

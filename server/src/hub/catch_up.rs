//! From a cursor to live: grant, replay page by page as fast as the client reads, join at the
//! head. Opening, reconnecting and having one's rights read again are all this one thing.

use std::sync::Arc;

use protocol::cursor::{Seq, Subject};
use protocol::fault::FaultCode;
use protocol::frame::{CloseCode, ServerFrame};
use protocol::limits::REPLAY_PAGE_EVENTS;
use service::broker::Recorded;
use service::error::Error;
use service::live::Grant;

use super::activity::Tick;
use super::connection::{Connection, Ticket};
use super::feed::{Joined, Outrun};
use super::queue::Ended;
use super::{Hub, event_frame};

/// A subject of a connection that is not live yet.
#[derive(Clone, Copy)]
pub(super) struct CatchUp {
    pub(super) subject: Subject,
    pub(super) ticket: Ticket,
    pub(super) start: Start,
}

/// Where to begin.
#[derive(Clone, Copy)]
pub(super) enum Start {
    /// The client opens from the head.
    Head,
    /// The client opens from after a cursor.
    After(Seq),
    /// The client was live and has this much; it is not told anything.
    Resume {
        /// The last event that it has.
        cursor: Seq,
        /// The last second of whose activity it has heard everything.
        told: Tick,
    },
}

/// How far a connection has come.
pub(super) struct Behind {
    pub(super) cursor: Seq,
    pub(super) grant: Grant,
    /// The last second of whose activity it has heard everything.
    pub(super) told: Tick,
    /// Whether the client waits to be told that it is live.
    pub(super) is_opening: bool,
}

/// Why a subject did not become live.
enum Stopped {
    /// The service refused or failed.
    Refused(Error),
    /// The connection has ended, or does not want the subject any more.
    Void,
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<Ended> for Stopped {
    fn from(_: Ended) -> Self {
        Self::Void
    }
}

impl Hub {
    /// Brings listeners whose rights may be outdated back through a grant.
    pub(super) fn regrant(&self, subject: Subject, outrun: Vec<Outrun>) {
        for Outrun { connection, cursor, told, ticket } in outrun {
            let start = Start::Resume { cursor, told };
            self.catch_up(&connection, CatchUp { subject, ticket, start });
        }
    }

    /// Brings a subject of a connection to its head. One task a connection does this, and only
    /// while there is something to do.
    pub(super) fn catch_up(&self, connection: &Arc<Connection>, catch_up: CatchUp) {
        if connection.fall_behind(catch_up) {
            let (hub, connection) = (self.clone(), Arc::clone(connection));
            self.tasks().spawn(async move {
                let unfinished = Unfinished(&connection);
                let work = hub.catch_all_up(&connection);
                if hub.stop_signal().run_until_cancelled(work).await.is_some() {
                    std::mem::forget(unfinished);
                }
            });
        }
    }

    async fn catch_all_up(&self, connection: &Arc<Connection>) {
        while let Some(catch_up) = connection.next_catch_up() {
            match self.run(connection, &catch_up).await {
                Ok(()) => {}
                Err(Stopped::Void) => connection.give_up(&catch_up.subject, catch_up.ticket),
                Err(Stopped::Refused(error)) => {
                    connection.give_up(&catch_up.subject, catch_up.ticket);
                    refuse(connection, error, catch_up.subject);
                }
            }
        }
    }

    async fn run(&self, connection: &Arc<Connection>, catch_up: &CatchUp) -> Result<(), Stopped> {
        // Tracked from before the first read, so that nothing falls between it and joining.
        let feed = self.track(catch_up.subject);
        let grant = self.grant(connection, catch_up.subject).await?;
        let (is_opening, told) = match catch_up.start {
            Start::Resume { told, .. } => (false, told),
            Start::Head | Start::After(_) => (true, self.0.activity.told()),
        };
        let (cursor, mut is_at_head) = match catch_up.start {
            Start::Head => (grant.head, true),
            Start::After(cursor) | Start::Resume { cursor, .. } => (cursor, cursor == grant.head),
        };
        if let Some(head) = self.stale_head(connection, catch_up, &grant).await? {
            connection.say(&ServerFrame::Resync { subject: catch_up.subject, head });
            return Err(Stopped::Void);
        }
        let mut behind = Behind { cursor, grant, told, is_opening };
        loop {
            if is_at_head {
                match feed.join(connection, &behind, catch_up.ticket) {
                    Joined::Live => return Ok(()),
                    Joined::Void => return Err(Stopped::Void),
                    Joined::TooEarly => {}
                }
            }
            connection.queue.replayed().await?;
            let page = self.page(catch_up.subject, behind.cursor).await?;
            is_at_head = i64::try_from(page.len()).unwrap_or(i64::MAX) < REPLAY_PAGE_EVENTS;
            for recorded in page {
                self.replay(connection, catch_up, &mut behind, &recorded).await?;
            }
        }
    }

    /// Queues one replayed event, on rights that are at least as new as it is.
    async fn replay(
        &self,
        connection: &Connection,
        catch_up: &CatchUp,
        behind: &mut Behind,
        recorded: &Recorded,
    ) -> Result<(), Stopped> {
        if recorded.access_version > behind.grant.access_version {
            behind.grant = self.grant(connection, catch_up.subject).await?;
        }
        if !connection.holds(&catch_up.subject, catch_up.ticket) {
            return Err(Stopped::Void);
        }
        connection.replay(event_frame(recorded))?;
        behind.cursor = recorded.seq;
        Ok(())
    }

    /// Returns the head if the client's cursor is of no use.
    async fn stale_head(
        &self,
        connection: &Connection,
        catch_up: &CatchUp,
        grant: &Grant,
    ) -> Result<Option<Seq>, Error> {
        match catch_up.start {
            Start::Head => Ok(None),
            Start::After(_) if connection.has_foreign_cursors() => Ok(Some(grant.head)),
            Start::After(cursor) | Start::Resume { cursor, .. } => {
                let _permit = self.0.reads.acquire().await;
                self.0.service.live().is_stale(&catch_up.subject, cursor).await
            }
        }
    }

    async fn grant(&self, connection: &Connection, subject: Subject) -> Result<Grant, Error> {
        let _permit = self.0.reads.acquire().await;
        self.0.service.live().grant(connection.actor(), &subject).await
    }

    async fn page(&self, subject: Subject, after: Seq) -> Result<Vec<Recorded>, Error> {
        let _permit = self.0.reads.acquire().await;
        self.0.service.live().replay(&subject, after, REPLAY_PAGE_EVENTS).await
    }
}

/// Closes the connection if its replays end for any other reason than being done, a panic
/// included: it would look live and hear nothing.
struct Unfinished<'a>(&'a Connection);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        self.0.queue.finish(CloseCode::Restarting);
    }
}

/// Tells the client why. If the server failed, the client had better come back later; if the session is
/// over, with another one.
fn refuse(connection: &Connection, error: Error, subject: Subject) {
    let fault = error.into_fault(&connection.id().to_string());
    if fault.code == FaultCode::Unauthenticated {
        return connection.queue.finish(CloseCode::SessionEnded);
    }
    let is_failure = fault.code == FaultCode::Unavailable;
    connection.fault(fault, Some(subject));
    if is_failure {
        connection.queue.finish(CloseCode::TooSlow);
    }
}

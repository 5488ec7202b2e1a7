//! What was seen, in order: the only thing besides the public pages by which the checker judges.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Result;
use tokio::time::Instant;

use crate::id::Id;

/// One thing that was seen.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Monotonic time since the log began.
    pub(crate) at: Duration,
    pub(crate) seen: Seen,
}

/// What was seen. `sender` and `client` are numbers that the observer gives out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// A message is on its way.
    Sent { sender: u32, room: Id, key: Id },
    /// The server said that it is stored.
    Acked { sender: u32, room: Id, key: Id, message: Id, position: i64 },
    /// The server refused it.
    Refused { sender: u32, room: Id, key: Id, status: u16 },
    /// There was no answer: it may have been stored.
    Lost { sender: u32, room: Id, key: Id },
    /// A client holds a room's state up to here, from a page.
    Snapshot { client: u32, room: Id, as_of: i64 },
    /// A client connected.
    Greeted { client: u32, epoch: String },
    /// A client received an event.
    Event { client: u32, room: Id, seq: i64, kind: String, message: Option<Id> },
    /// A client is live.
    Opened { client: u32, room: Id, head: i64 },
    /// A client was told to take a snapshot.
    Resync { client: u32, room: Id, head: i64 },
    /// A client may not see the room from this event on.
    #[cfg_attr(not(test), expect(dead_code, reason = "no room has members yet"))]
    Removed { client: u32, room: Id, seq: i64 },
    /// The server closed a client's socket.
    Closed { client: u32, code: u16 },
    /// The observer cut a client's connection.
    Cut { client: u32 },
}

/// The log.
pub(crate) struct Log {
    began: Instant,
    entries: Mutex<Vec<Entry>>,
}

impl Log {
    pub(crate) fn begin() -> Self {
        Self { began: Instant::now(), entries: Mutex::default() }
    }

    /// Notes something that was seen now.
    pub(crate) fn note(&self, seen: Seen) {
        let mut entries = self.lock();
        let at = self.began.elapsed();
        entries.push(Entry { at, seen });
    }

    /// Returns the time that entries carry.
    pub(crate) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Returns everything so far.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.lock().clone()
    }

    /// Writes everything to a file, a line for each entry.
    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut out = BufWriter::new(std::fs::File::create(file)?);
        for Entry { at, seen } in self.lock().iter() {
            writeln!(out, "{:>12} {seen:?}", at.as_micros())?;
        }
        Ok(out.flush()?)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! SQLite: a pool of readers, and one writer.

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use super::tx::{Link, Tx};
use super::writer::Writer;
use crate::error::Error;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("../migrations/sqlite");

/// Connections that read. Callers beyond these wait up to [`ACQUIRE_WITHIN`].
const READERS_MAX: u32 = 4;
const ACQUIRE_WITHIN: Duration = Duration::from_secs(5);
/// How long to wait for another process, such as a backup, that holds the file's lock.
const BUSY_WITHIN: Duration = Duration::from_secs(5);
/// The write-ahead log is cut to this when a checkpoint has emptied it.
const JOURNAL_BYTES_MAX: &str = "67108864";

/// A database file.
pub(super) struct Sqlite {
    options: SqliteConnectOptions,
    readers: SqlitePool,
    writer: Writer,
}

impl Sqlite {
    pub(super) async fn open(url: &str) -> Result<Self, Error> {
        let options = options(url)?;
        // The writer comes first: it creates the file and puts it into WAL mode.
        let writer = Writer::open(options.clone()).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS_MAX)
            .acquire_timeout(ACQUIRE_WITHIN)
            .connect_with(options.clone().create_if_missing(false).pragma("query_only", "on"))
            .await?;
        Ok(Self { options, readers, writer })
    }

    pub(super) async fn migrate(&self) -> Result<(), Error> {
        let mut conn = self.options.connect().await?;
        // `run` asks for a connection in a way that makes this future impossible to spawn.
        MIGRATIONS.run_direct(None, &mut conn, false).await?;
        Ok(conn.close().await?)
    }

    pub(super) async fn begin_read(&self) -> Result<Tx, Error> {
        Ok(Tx::new(Link::SqliteRead(self.readers.begin().await?)))
    }

    pub(super) async fn begin_write(&self) -> Result<Tx, Error> {
        Ok(Tx::new(Link::SqliteWrite(self.writer.borrow().await?)))
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        // The writer goes last: closing the last connection empties the write-ahead log.
        self.writer.close().await;
    }
}

/// Refuses an address at which there is no file.
pub(super) fn require_file(url: &str) -> Result<(), Error> {
    let options = options(url)?;
    let file = options.get_filename();
    if file.is_file() { Ok(()) } else { Err(Error::Missing(file.display().to_string())) }
}

fn options(url: &str) -> Result<SqliteConnectOptions, Error> {
    let bad_url = || Error::bad_url(url);
    let options = SqliteConnectOptions::from_str(url).map_err(|_| bad_url())?;
    // Every connection to a database in memory would have one of its own.
    if url.contains(":memory:")
        || url.contains("mode=memory")
        || options.get_filename().as_os_str().is_empty()
    {
        return Err(bad_url());
    }
    Ok(options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous())
        .foreign_keys(true)
        .busy_timeout(BUSY_WITHIN)
        .statement_cache_capacity(256)
        .pragma("journal_size_limit", JOURNAL_BYTES_MAX)
        .pragma("temp_store", "memory"))
}

/// Every commit waits until it is on the disk.
fn synchronous() -> SqliteSynchronous {
    #[cfg(feature = "breakage")]
    if crate::breakage::Breakage::NoFlush.is_on() {
        return SqliteSynchronous::Normal;
    }
    SqliteSynchronous::Full
}

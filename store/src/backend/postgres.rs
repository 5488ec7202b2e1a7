//! PostgreSQL: a transaction of its own for every caller.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgConnection, PgPool, Transaction};
use tokio_util::task::TaskTracker;

use super::tx::{AfterCommit, Link, Tx, run_all};
use crate::error::Error;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("../migrations/postgres");

/// Connections to one server. Callers beyond these wait up to [`ACQUIRE_WITHIN`].
const CONNECTIONS_MAX: u32 = 16;
const ACQUIRE_WITHIN: Duration = Duration::from_secs(5);
/// How long to wait for a server that did not answer before.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// The pool, and the commits that nobody may interrupt.
pub(super) struct Postgres {
    pool: PgPool,
    commits: TaskTracker,
}

impl Postgres {
    pub(super) async fn open(url: &str) -> Result<Self, Error> {
        let options = PgConnectOptions::from_str(url).map_err(|_| Error::bad_url(url))?;
        let options = options.application_name("lyceum").statement_cache_capacity(256);
        let pool =
            PgPoolOptions::new().max_connections(CONNECTIONS_MAX).acquire_timeout(ACQUIRE_WITHIN);
        match pool.connect_with(options.clone()).await {
            Ok(pool) => Ok(Self { pool, commits: TaskTracker::new() }),
            // The pool has tried for a while and does not say what went wrong.
            Err(sqlx::Error::PoolTimedOut) => Err(why_unreachable(options).await),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn migrate(&self) -> Result<(), Error> {
        let mut conn = self.pool.acquire().await?;
        // `run` asks for a connection in a way that makes this future impossible to spawn.
        Ok(MIGRATIONS.run_direct(None, &mut *conn, false).await?)
    }

    pub(super) async fn begin_read(&self) -> Result<Tx, Error> {
        let begin = "begin transaction isolation level repeatable read, read only";
        Ok(Tx::new(Link::PostgresRead(self.pool.begin_with(begin).await?)))
    }

    pub(super) async fn begin_write(&self) -> Result<Tx, Error> {
        let transaction = self.pool.begin().await?;
        Ok(Tx::new(Link::PostgresWrite(Writing { transaction, commits: self.commits.clone() })))
    }

    pub(super) async fn close(&self) {
        // The pool first: it waits for every transaction that has begun, and lets none begin.
        self.pool.close().await;
        self.commits.close();
        self.commits.wait().await;
    }
}

/// Returns what one more attempt fails with, and where it went.
async fn why_unreachable(options: PgConnectOptions) -> Error {
    let place = match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    let attempt = tokio::time::timeout(ANSWER_WITHIN, options.connect()).await;
    let source = match attempt {
        Ok(Err(error)) => error,
        Ok(Ok(_)) => sqlx::Error::PoolTimedOut,
        Err(_) => sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()),
    };
    Error::Unreachable { place, source: Arc::new(source) }
}

/// A write transaction, with what is needed to commit it in a task of its own.
pub(super) struct Writing {
    transaction: Transaction<'static, sqlx::Postgres>,
    commits: TaskTracker,
}

impl Writing {
    pub(super) fn conn(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// Commits and runs what follows, in a task that outlives a cancelled caller.
    pub(super) async fn commit(self, after_commit: Vec<AfterCommit>) -> Result<(), Error> {
        let transaction = self.transaction;
        #[cfg(feature = "breakage")]
        let is_too_early = crate::breakage::Breakage::AckBeforeCommit.is_on();
        let commit = self.commits.spawn(async move {
            #[cfg(feature = "breakage")]
            if is_too_early {
                tokio::time::sleep(crate::breakage::LATE).await;
            }
            transaction.commit().await?;
            run_all(after_commit);
            Ok(())
        });
        #[cfg(feature = "breakage")]
        if is_too_early {
            return Ok(());
        }
        match commit.await {
            Ok(outcome) => outcome,
            Err(stopped) => Err(sqlx::Error::Io(std::io::Error::other(stopped)).into()),
        }
    }

    pub(super) async fn roll_back(self) -> Result<(), Error> {
        Ok(self.transaction.rollback().await?)
    }
}

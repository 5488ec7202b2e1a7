//! One transaction, on either engine, for reading or for writing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sqlx::{PgConnection, SqliteConnection, Transaction};

use super::Dialect;
use super::postgres::Writing;
use super::writer::Loan;
use crate::error::Error;
use crate::statements::Statement;

/// What runs after a commit.
pub(super) type AfterCommit = Box<dyn FnOnce() + Send>;

/// A transaction. The noun modules take it as their first argument.
pub struct Tx {
    link: Link,
    after_commit: Vec<AfterCommit>,
    has_failed: bool,
}

/// Where the statements go, and what the end of the transaction means.
pub(super) enum Link {
    SqliteRead(Transaction<'static, sqlx::Sqlite>),
    SqliteWrite(Loan),
    PostgresRead(Transaction<'static, sqlx::Postgres>),
    PostgresWrite(Writing),
}

/// A connection for the length of one statement.
pub(crate) enum Conn<'t> {
    Sqlite(&'t mut SqliteConnection),
    Postgres(&'t mut PgConnection),
}

impl Tx {
    pub(super) fn new(link: Link) -> Self {
        Self { link, after_commit: Vec::new(), has_failed: false }
    }

    /// Has `work` run once this transaction is committed, even if the caller is cancelled
    /// meanwhile; it is dropped if the transaction is rolled back. On SQLite the order is that of
    /// the commits; on PostgreSQL that holds within one transaction.
    pub fn after_commit(&mut self, work: impl FnOnce() + Send + 'static) {
        self.after_commit.push(Box::new(work));
    }

    /// Returns which engine this runs on.
    pub fn dialect(&self) -> Dialect {
        match &self.link {
            Link::SqliteRead(_) | Link::SqliteWrite(_) => Dialect::Sqlite,
            Link::PostgresRead(_) | Link::PostgresWrite(_) => Dialect::Postgres,
        }
    }

    /// Whether others may write while this transaction does, so that the rows on which it decides
    /// must be locked. Readers never lock.
    pub(crate) fn needs_row_locks(&self) -> bool {
        matches!(self.link, Link::PostgresWrite(_))
    }

    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match &mut self.link {
            Link::SqliteRead(transaction) => Conn::Sqlite(transaction),
            Link::SqliteWrite(loan) => Conn::Sqlite(loan.conn()),
            Link::PostgresRead(transaction) => Conn::Postgres(transaction),
            Link::PostgresWrite(writing) => Conn::Postgres(writing.conn()),
        }
    }

    /// Takes note of a statement's outcome: after a failure there is no commit, on either engine.
    pub(crate) fn settle<T>(
        &mut self,
        statement: Statement,
        outcome: Result<T, sqlx::Error>,
    ) -> Result<T, Error> {
        outcome.map_err(|error| {
            self.has_failed = true;
            tracing::debug!(statement = statement.name, "statement `{}` failed", statement.name);
            Error::from(error)
        })
    }

    pub(super) async fn end_read(self) -> Result<(), Error> {
        match self.link {
            Link::SqliteRead(transaction) => transaction.rollback().await?,
            Link::PostgresRead(transaction) => transaction.rollback().await?,
            Link::SqliteWrite(_) | Link::PostgresWrite(_) => {}
        }
        Ok(())
    }

    pub(super) async fn commit(self) -> Result<(), Error> {
        if self.has_failed {
            self.roll_back().await?;
            return Err(Error::Ignored);
        }
        match self.link {
            Link::SqliteWrite(loan) => loan.keep(self.after_commit).await,
            Link::PostgresWrite(writing) => writing.commit(self.after_commit).await,
            Link::SqliteRead(_) | Link::PostgresRead(_) => Ok(()),
        }
    }

    pub(super) async fn roll_back(self) -> Result<(), Error> {
        match self.link {
            Link::SqliteWrite(loan) => loan.discard().await,
            Link::PostgresWrite(writing) => writing.roll_back().await,
            Link::SqliteRead(_) | Link::PostgresRead(_) => Ok(()),
        }
    }
}

/// Runs what was to happen after a commit. A panic ends only the one that caused it: the writer
/// goes on, and what is committed stays so.
pub(super) fn run_all(after_commit: Vec<AfterCommit>) {
    for work in after_commit {
        if catch_unwind(AssertUnwindSafe(work)).is_err() {
            tracing::error!("work that was to follow a commit panicked");
        }
    }
}

//! The two engines: connecting, transactions, and the `run!` macro that every noun uses. Only this
//! file and those below it name both.

mod postgres;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod writer;

use std::sync::Arc;

pub(crate) use self::tx::Conn;
pub use self::tx::Tx;

use self::postgres::Postgres;
use self::sqlite::Sqlite;
use crate::error::Error;

statements! {
    PING = "select 1 where 1 = 1";
}

/// Runs one statement of the catalogue in a transaction and binds the listed values in order:
/// `run!(tx, FIND, fetch_optional UserRow, [id])`, or `run!(tx, DELETE, execute, [id])` for the
/// number of affected rows.
macro_rules! run {
    ($tx:expr, $statement:expr, execute, [$($value:expr),* $(,)?]) => {{
        let statement: $crate::statements::Statement = $statement;
        let outcome = match $tx.conn() {
            $crate::backend::Conn::Sqlite(conn) => {
                let query = sqlx::query(statement.sqlite)$(.bind($value))*;
                query.execute(conn).await.map(|done| done.rows_affected())
            }
            $crate::backend::Conn::Postgres(conn) => {
                let query = sqlx::query(statement.postgres)$(.bind($value))*;
                query.execute(conn).await.map(|done| done.rows_affected())
            }
        };
        $tx.settle(statement, outcome)
    }};
    ($tx:expr, $statement:expr, $fetch:ident $row:ty, [$($value:expr),* $(,)?]) => {{
        let statement: $crate::statements::Statement = $statement;
        let outcome = match $tx.conn() {
            $crate::backend::Conn::Sqlite(conn) => {
                sqlx::query_as::<_, $row>(statement.sqlite)$(.bind($value))*.$fetch(conn).await
            }
            $crate::backend::Conn::Postgres(conn) => {
                sqlx::query_as::<_, $row>(statement.postgres)$(.bind($value))*.$fetch(conn).await
            }
        };
        $tx.settle(statement, outcome)
    }};
}

/// Which engine a store speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The engine inside the process.
    Sqlite,
    /// A server of its own.
    Postgres,
}

impl Dialect {
    /// Returns the value that belongs to this engine.
    pub fn pick<T>(self, sqlite: T, postgres: T) -> T {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }
}

/// A database. Cloning is cheap; the clones share their connections.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
}

#[derive(Clone)]
enum Engine {
    Sqlite(Arc<Sqlite>),
    Postgres(Arc<Postgres>),
}

impl Store {
    /// Opens the database at `sqlite://path`, which is created if it is missing, or `postgres://…`.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let engine = match url.split_once(':') {
            Some(("sqlite", _)) => Engine::Sqlite(Arc::new(Sqlite::open(url).await?)),
            Some(("postgres" | "postgresql", _)) => {
                Engine::Postgres(Arc::new(Postgres::open(url).await?))
            }
            _ => return Err(Error::bad_url(url)),
        };
        Ok(Self { engine })
    }

    /// Like [`Store::open`], but what is missing stays so.
    pub async fn open_existing(url: &str) -> Result<Self, Error> {
        if url.starts_with("sqlite:") {
            sqlite::require_file(url)?;
        }
        Self::open(url).await
    }

    /// Returns which engine this is.
    pub fn dialect(&self) -> Dialect {
        match &self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Brings the schema up to this build's; another process doing the same waits.
    pub async fn migrate(&self) -> Result<(), Error> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.migrate().await,
            Engine::Postgres(postgres) => postgres.migrate().await,
        }
    }

    /// Runs `work` in one read transaction: all that it reads is of one moment. Nothing but the
    /// transaction may be awaited in it.
    pub async fn read<T, E: From<Error>>(
        &self,
        work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tx = match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.begin_read().await?,
            Engine::Postgres(postgres) => postgres.begin_read().await?,
        };
        let value = work(&mut tx).await?;
        tx.end_read().await?;
        Ok(value)
    }

    /// Runs `work` in a write transaction, which is committed if it returns `Ok` and of which
    /// nothing remains if it returns `Err` or is dropped. Returns after the commit. Nothing but
    /// the transaction may be awaited in it: on SQLite every other writer waits for it.
    pub async fn write<T, E: From<Error>>(
        &self,
        work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tx = match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.begin_write().await?,
            Engine::Postgres(postgres) => postgres.begin_write().await?,
        };
        match work(&mut tx).await {
            Ok(value) => {
                tx.commit().await?;
                Ok(value)
            }
            Err(refusal) => {
                tx.roll_back().await?;
                Err(refusal)
            }
        }
    }

    /// Asks the database for a sign of life.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read(async |tx| {
            let one: Option<(i32,)> = run!(tx, PING, fetch_optional(i32,), [])?;
            one.map(|_| ()).ok_or(Error::RowsAffected { expected: 1, actual: 0 })
        })
        .await
    }

    /// Finishes the writes that have begun, refuses further ones, and closes all connections.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }
}

/// Returns the versions of the migrations in this build.
pub(crate) fn known_migrations(dialect: Dialect) -> Vec<i64> {
    let migrator = dialect.pick(&sqlite::MIGRATIONS, &postgres::MIGRATIONS);
    migrator.iter().map(|migration| migration.version).collect()
}

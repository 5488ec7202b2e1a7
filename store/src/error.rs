//! What can go wrong in the store, in words that do not depend on the engine.

use std::error::Error as StdError;
use std::sync::Arc;

use sqlx::error::{DatabaseError, ErrorKind};

/// A failure of the store. Absence is never one: it is `None`.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached, is full, or refused to work.
    #[error("the database is unavailable")]
    Unavailable(#[source] Arc<sqlx::Error>),
    /// A row would have broken a rule of the schema.
    #[error("the constraint `{name}` was violated")]
    Constraint {
        /// Table and columns joined by `_`, such as `users_login`; the engine's words for rules
        /// other than unique ones.
        name: String,
        /// What the engine said.
        source: Arc<sqlx::Error>,
    },
    /// A stored value cannot be read.
    #[error("a stored value cannot be read")]
    Corrupt(#[source] Arc<dyn StdError + Send + Sync>),
    /// A statement touched another number of rows than it must.
    #[error("{actual} rows were affected instead of {expected}")]
    RowsAffected {
        /// How many it must be.
        expected: u64,
        /// How many it was.
        actual: u64,
    },
    /// A statement failed, and its transaction went on as if it had not: nothing was committed.
    #[error("a failed statement was ignored by its transaction")]
    Ignored,
    /// The migrations cannot be read or applied.
    #[error("the migrations cannot be applied")]
    Migrate(#[source] Arc<sqlx::migrate::MigrateError>),
    /// Nobody answers where the database should be.
    #[error("the database at `{place}` cannot be reached")]
    Unreachable {
        /// Host and port, or the socket's path.
        place: String,
        /// What the connection failed with.
        source: Arc<sqlx::Error>,
    },
    /// There is no such file, and it was not to be made.
    #[error("the database `{0}` does not exist")]
    Missing(String),
    /// The address names no database that the store can use; its credentials are left out.
    #[error("`{0}` is no address of a database: use sqlite://path or postgres://…")]
    BadUrl(String),
}

/// The unique rules whose violation means something to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unique {
    /// Two accounts with one login.
    UserLogin,
    /// Two channels of a course with one name.
    ChannelName,
    /// Two courses with one slug.
    CourseSlug,
    /// Two messages of one author in one channel under one key.
    MessageKey,
}

impl Unique {
    const fn name(self) -> &'static str {
        match self {
            Self::UserLogin => "users_login",
            Self::ChannelName => "channels_course_id_name_key",
            Self::CourseSlug => "courses_slug",
            Self::MessageKey => "messages_author_id_channel_id_client_message_id",
        }
    }
}

impl Error {
    /// Whether the failure is that of this unique rule.
    pub fn violates(&self, unique: Unique) -> bool {
        matches!(self, Self::Constraint { name, .. } if name == unique.name())
    }

    /// Whether the same transaction may succeed if it is simply run again: it met another one.
    pub fn may_retry(&self) -> bool {
        let Self::Unavailable(source) = self else { return false };
        let code = source.as_database_error().and_then(DatabaseError::code);
        // Serialization failure and deadlock on PostgreSQL; busy and its kinds on SQLite.
        code.is_some_and(|code| matches!(&*code, "40001" | "40P01" | "5" | "261" | "517" | "773"))
    }

    /// Returns the error of a statement that must touch exactly one row, or nothing if it did.
    pub(crate) fn unless_one(actual: u64) -> Result<(), Self> {
        if actual == 1 { Ok(()) } else { Err(Self::RowsAffected { expected: 1, actual }) }
    }

    /// Returns the error of an address, which it repeats without the credentials in it.
    pub(crate) fn bad_url(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        Self::BadUrl(match rest.rsplit_once('@') {
            Some((_, place)) => format!("{scheme}://{place}"),
            None => url.to_owned(),
        })
    }

    /// Returns the error of a stored value that does not mean anything.
    pub(crate) fn corrupt(source: impl StdError + Send + Sync + 'static) -> Self {
        Self::Corrupt(Arc::new(source))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(source) if is_constraint(&source.kind()) => {
                Self::Constraint { name: constraint_name(&**source), source: Arc::new(error) }
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::corrupt(error),
            _ => Self::Unavailable(Arc::new(error)),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migrate(Arc::new(error))
    }
}

const fn is_constraint(kind: &ErrorKind) -> bool {
    !matches!(kind, ErrorKind::Other)
}

/// PostgreSQL says the constraint's name. SQLite says `UNIQUE constraint failed: table.column,
/// table.column`, from which the name that the migrations give it on PostgreSQL is put together.
fn constraint_name(error: &dyn DatabaseError) -> String {
    if let Some(name) = error.constraint() {
        return name.to_owned();
    }
    let (_, columns) = error.message().split_once(": ").unwrap_or(("", error.message()));
    let mut parts =
        columns.split(", ").map(|column| column.split_once('.').unwrap_or(("", column)));
    let Some((table, first)) = parts.next() else { return columns.to_owned() };
    let names = [table, first].into_iter().filter(|name| !name.is_empty());
    names.chain(parts.map(|(_, column)| column)).collect::<Vec<_>>().join("_")
}

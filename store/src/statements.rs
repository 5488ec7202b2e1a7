//! SQL texts, and the catalogue of all of them from which a test prepares each one on both engines.

/// One SQL statement in the words of each engine; most share one text.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    /// Module and constant, such as `store::users::FIND`.
    pub name: &'static str,
    /// The text for SQLite; empty where only the other engine needs the statement.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
}

/// Declares the statements of a module and their catalogue `ALL`. Forms: `"…"` for both engines,
/// `"…", share` to lock the rows on PostgreSQL, `sqlite "…", postgres "…"` for two texts, and
/// `postgres "…"` for row locks that SQLite, with its one writer, does not need.
macro_rules! statements {
    (@entry [$($all:ident)*]) => {
        /// Every statement of this module.
        pub(crate) const ALL: &[$crate::statements::Statement] = &[$($all),*];
    };
    (@entry [$($all:ident)*] $name:ident = sqlite $sqlite:literal, postgres $postgres:literal; $($rest:tt)*) => {
        statements!(@one $name, $sqlite, $postgres);
        statements!(@entry [$($all)* $name] $($rest)*);
    };
    (@entry [$($all:ident)*] $name:ident = postgres $postgres:literal; $($rest:tt)*) => {
        statements!(@one $name, "", $postgres);
        statements!(@entry [$($all)* $name] $($rest)*);
    };
    (@entry [$($all:ident)*] $name:ident = $sql:literal, share; $($rest:tt)*) => {
        statements!(@one $name, $sql, concat!($sql, " for share"));
        statements!(@entry [$($all)* $name] $($rest)*);
    };
    (@entry [$($all:ident)*] $name:ident = $sql:literal; $($rest:tt)*) => {
        statements!(@one $name, $sql, $sql);
        statements!(@entry [$($all)* $name] $($rest)*);
    };
    (@one $name:ident, $sqlite:expr, $postgres:expr) => {
        const $name: $crate::statements::Statement = $crate::statements::Statement {
            name: concat!(module_path!(), "::", stringify!($name)),
            sqlite: $sqlite,
            postgres: $postgres,
        };
    };
    ($first:ident = $($rest:tt)*) => {
        statements!(@entry [] $first = $($rest)*);
    };
}

/// Returns every statement of the crate.
pub fn all() -> Vec<Statement> {
    [
        crate::backend::ALL,
        &crate::channels::all(),
        crate::courses::ALL,
        crate::enrollments::ALL,
        crate::events::ALL,
        crate::facts::ALL,
        crate::integrity::ALL,
        crate::memberships::ALL,
        &crate::messages::all(),
        crate::meta::ALL,
        crate::migrations::ALL,
        crate::reactions::ALL,
        crate::read_markers::ALL,
        crate::sessions::ALL,
        crate::users::ALL,
    ]
    .concat()
}

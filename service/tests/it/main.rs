//! The product's operations on both engines: SQLite always, PostgreSQL where `TEST_DATABASE_URL`
//! names a server.
#![expect(clippy::unwrap_used, reason = "tests fail by panics")]

mod accounts;
mod authorization;
mod courses;
mod editing;
mod groups;
mod identity;
mod posting;
mod reactions;
mod replay;
mod snapshots;
mod world;

//! The store on both engines: SQLite always, PostgreSQL where `TEST_DATABASE_URL` names a server.
#![expect(clippy::unwrap_used, reason = "tests fail by panics")]

mod accounts;
mod batches;
mod channels;
mod courses;
mod facts;
mod journal;
mod memberships;
mod messages;
mod pages;
mod schema;
mod transactions;
mod unread;
mod world;

//! Every SQL statement of the product, for SQLite and PostgreSQL, and the transactions they run
//! in. The store never authorises, publishes, reads the clock or logs content; ids and times come
//! from the caller.
#![warn(missing_docs)]

#[macro_use]
pub mod statements;
#[macro_use]
mod backend;
#[cfg(feature = "breakage")]
pub mod breakage;
mod error;

pub mod channels;
pub mod courses;
pub mod enrollments;
pub mod events;
pub mod facts;
mod integrity;
pub mod memberships;
pub mod messages;
pub mod meta;
mod migrations;
pub mod reactions;
pub mod read_markers;
pub mod sessions;
pub mod users;

mod people;

#[cfg(feature = "testing")]
pub use backend::testing;
pub use backend::{Dialect, Store, Tx};
pub use error::{Error, Unique};

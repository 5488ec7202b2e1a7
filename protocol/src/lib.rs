//! The vocabulary that server, browser and bots share: ids, limits, nouns, the permission table,
//! events, socket frames, faults, and the client's replica. No I/O, no async, no clock.
#![warn(missing_docs)]

#[macro_use]
mod macros;

pub mod channel;
pub mod course;
pub mod cursor;
pub mod event;
pub mod fault;
pub mod frame;
pub mod id;
pub mod language;
pub mod limits;
pub mod membership;
pub mod message;
pub mod page;
pub mod permission;
pub mod reaction;
pub mod replica;
pub mod session;
pub mod signal;
pub mod snapshot;
pub mod time;
pub mod user;

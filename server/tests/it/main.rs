//! The server over real connections: sockets on both database engines, pages and server functions
//! over HTTP, and the program itself as a process.
#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

mod access;
mod activity;
mod delivery;
mod frames;
mod http;
mod leaving;
mod process;
mod refusals;
mod replay;
mod revocation;
mod session_races;
mod sessions;
mod site;
mod slow;
mod socket;

//! Process and transport: the HTTP host of the pages, the sockets and their hub, the security
//! baseline and the command line. Decides nothing about the product; that is `service`.
#![warn(missing_docs)]
// The type of the document nests as deeply as its markup.
#![recursion_limit = "512"]

pub mod assets;
pub mod cli;
pub mod commands;
pub mod config;
pub mod database;
mod forms;
mod guards;
mod health;
mod hub;
mod listener;
mod origin;
mod pages;
mod problem;
mod refused;
mod router;
pub mod serve;
mod session_cookie;
mod shutdown;
mod socket;
mod state;
pub mod telemetry;

pub use crate::refused::Refused;
pub use crate::serve::Server;

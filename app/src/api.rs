//! Server functions: the pages' only way to the service. Each body is context → one service call →
//! map error. Functions that a form posts take URL encoding and work without scripts (see
//! [`refusal`]); the others take JSON.

pub mod accounts;
pub mod auth;
pub mod channels;
pub mod codec;
#[cfg(feature = "ssr")]
pub mod context;
pub mod courses;
pub mod document;
pub mod error;
pub mod language;
pub mod memberships;
pub mod messages;
#[cfg(feature = "ssr")]
mod negotiation;
pub mod opening;
pub mod people;
pub mod refusal;
pub mod sessions;
pub mod texts;
pub mod viewer;

//! The interface: pages that the server renders and the browser takes over, and the server
//! functions between them.
#![expect(clippy::needless_pass_by_value, reason = "components own their properties")]
// Views are types as deep as their markup.
#![recursion_limit = "512"]

pub mod address;
pub mod api;
pub mod app;
pub mod assets;
pub mod components;
pub mod dom;
pub mod fault_text;
pub mod form_fault;
pub mod i18n;
pub mod live;
pub mod opening;
pub mod pages;
pub mod place;
mod shell;
pub mod theme;
pub mod time_text;

pub use crate::app::App;
pub use crate::shell::shell;

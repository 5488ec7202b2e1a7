//! The interface: pages that the server renders and the browser takes over, and the server
//! functions between them.
#![expect(clippy::needless_pass_by_value, reason = "components own their properties")]
#![expect(
    clippy::redundant_closure,
    reason = "a closure that `view!` sees is compiled once for all"
)]
// Views are types as deep as their markup.
#![recursion_limit = "512"]

pub mod address;
pub mod api;
pub mod app;
pub mod assets;
pub mod components;
pub mod dom;
#[cfg(feature = "ssr")]
pub mod entry;
pub mod fault_text;
pub mod i18n;
pub mod live;
pub mod opening;
pub mod pages;
pub mod parts;
pub mod place;
pub mod reactive;
#[cfg(feature = "ssr")]
mod shell;
pub mod submission;
#[cfg(feature = "ssr")]
mod tables;
pub mod theme;
pub mod time_text;

pub use crate::app::App;
#[cfg(feature = "ssr")]
pub use crate::entry::EntryApp;
#[cfg(feature = "ssr")]
pub use crate::shell::{entry_shell, shell};

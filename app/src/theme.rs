//! The theme of the pages: a cookie that the server renders and the browser writes.

use crate::api::document::chosen_theme;

/// A choice of theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// What the device prefers.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Reads a choice; what is none leaves it to the device.
    pub fn of(choice: &str) -> Self {
        match choice {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// Returns the value in the cookie and on `<html data-theme>`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Returns the theme of the page at hand: the request's, or that of the document that stands.
pub fn shown_theme() -> Theme {
    Theme::of(chosen_theme().unwrap_or_default())
}

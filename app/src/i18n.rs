//! Every text of the interface, from `locales/*.json`: one method for each key.
//!
//! In a locale file keys may be nested; `{"sign_in": {"title": "Sign in"}}` becomes
//! [`Texts`]`::sign_in_title()`. A text with `{placeholders}` becomes a method that takes them in
//! the order in which English names them and returns a `String`. An object whose keys are plural
//! categories (`{"one": "{n} message", "other": "{n} messages"}`) becomes a method whose first
//! argument is `n: u32`. A locale whose keys or placeholders differ from English does not build;
//! a key that nothing uses is a `dead_code` warning. Months, days and clock formats are texts too.

use leptos::prelude::*;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The texts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    locale: Locale,
}

/// CLDR's plural categories that the shipped languages use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Category {
    One,
    Other,
}

impl Category {
    /// English: one, and everything else.
    fn en(n: u32) -> Self {
        if n == 1 { Self::One } else { Self::Other }
    }
}

impl Texts {
    /// Returns the texts of a language.
    pub(crate) const fn new(locale: Locale) -> Self {
        Self { locale }
    }
}

/// Gives everything below the texts of a language. Changing it reloads the page.
pub(crate) fn provide_i18n(locale: Locale) {
    provide_context(Texts::new(locale));
}

/// Returns the texts of the viewer's language; English outside [`provide_i18n`].
pub(crate) fn use_i18n() -> Texts {
    use_context().unwrap_or(Texts::new(Locale::En))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_take_the_form_of_their_number() {
        let t = Texts::new(Locale::En);
        assert_eq!(t.live_restored(1), "1 message restored.");
        assert_eq!(t.live_restored(50), "50 messages restored.");
        assert_eq!(t.live_restored(0), "0 messages restored.");
    }
}

//! Every text of the interface, from `locales/*.json`: one method for each key.
//!
//! In a locale file keys may be nested; `{"sign_in": {"title": "Sign in"}}` becomes
//! [`Texts`]`::sign_in_title()`. A text with `{placeholders}` becomes a method that takes them in
//! the order in which English names them and returns a `String`. An object whose keys are plural
//! categories (`{"one": "{n} message", "other": "{n} messages"}`) becomes a method whose first
//! argument is `n: u32`. A locale whose keys or placeholders differ from English does not build;
//! a key that nothing uses is a `dead_code` warning. Months, days and clock formats are texts too.
//!
//! The methods look texts up in a table. The server has those of every language in it; the browser
//! half has none, and loads that of its page before it takes the page over ([`crate::api::texts`]).

use std::fmt::{Display, Write};

use leptos::prelude::*;

use crate::api::texts::PageLanguage;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The texts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    language: PageLanguage,
}

impl Texts {
    fn plain(self, index: usize) -> &'static str {
        self.language.line(index)
    }

    fn filled(self, index: usize, values: &[&dyn Display]) -> String {
        fill(self.language.line(index), values)
    }

    fn counted(self, index: usize, n: u32, values: &[&dyn Display]) -> String {
        let forms = self.language.line(index);
        let form = self.language.locale().form(n);
        fill(forms.split('\t').nth(form).unwrap_or(forms), values)
    }
}

/// Puts values into the places that a text numbers: `{0}`.
fn fill(text: &str, values: &[&dyn Display]) -> String {
    let mut parts = text.split(['{', '}']);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    while let (Some(place), Some(words)) = (parts.next(), parts.next()) {
        if let Some(value) = place.parse().ok().and_then(|place: usize| values.get(place)) {
            // Writing to a String does not fail.
            let _ = write!(filled, "{value}");
        }
        filled.push_str(words);
    }
    filled
}

/// Gives everything below the texts of the viewer's language. Changing it reloads the page.
pub(crate) fn provide_i18n() {
    provide_context(Texts { language: PageLanguage::current() });
}

/// Returns the texts of the viewer's language.
pub(crate) fn use_i18n() -> Texts {
    use_context().unwrap_or_else(|| Texts { language: PageLanguage::current() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(locale: Locale) -> Texts {
        Texts { language: PageLanguage::of(locale) }
    }

    #[test]
    fn plurals_take_the_form_of_their_number() {
        let t = texts(Locale::En);
        assert_eq!(t.live_restored(1), "1 message restored.");
        assert_eq!(t.live_restored(50), "50 messages restored.");
        assert_eq!(t.live_restored(0), "0 messages restored.");
        let t = texts(Locale::De);
        assert_eq!(t.live_restored(1), "1 Nachricht nachgeladen.");
        assert_eq!(t.live_restored(0), "0 Nachrichten nachgeladen.");
    }

    #[test]
    fn values_may_hold_braces_and_stand_in_any_order() {
        assert_eq!(fill("{1}: {0}, {1}", &[&"{1}", &2]), "2: {1}, 2");
        assert_eq!(fill("", &[]), "");
    }
}

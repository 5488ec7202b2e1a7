//! Settings as they were written, before anybody knows what they mean.

use std::collections::{BTreeMap, BTreeSet};

use crate::refused::Refused;

/// The origin of what a flag says.
pub(super) const COMMAND_LINE: &str = "on the command line";

/// One setting as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// What was written.
    pub(super) text: String,
    /// Where: a file, the environment, the command line.
    pub(super) origin: String,
}

/// All settings that were given, and the keys that somebody asked for.
pub(super) struct Settings {
    given: BTreeMap<String, Setting>,
    known: BTreeSet<&'static str>,
}

impl Settings {
    pub(super) fn new(given: BTreeMap<String, Setting>) -> Self {
        Self { given, known: BTreeSet::new() }
    }

    /// Returns a setting as `parse` reads it; `help` says what it reads.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        help: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Refused> {
        self.known.insert(key);
        let Some(Setting { text, origin }) = self.given.get(key) else { return Ok(None) };
        let parsed = parse(text.trim()).ok_or_else(|| {
            // The address may hold a password.
            let refused = match key {
                _ if text.trim().is_empty() => "cannot be empty".to_owned(),
                "database_url" => "cannot be read".to_owned(),
                _ => format!("cannot be `{text}`"),
            };
            let sentence = format!("`{key}` {refused} ({origin}): {help}");
            if origin == COMMAND_LINE { Refused::usage(sentence) } else { Refused::new(sentence) }
        })?;
        Ok(Some(parsed))
    }

    /// Refuses keys that nobody asked for.
    pub(super) fn refuse_unknown(&self) -> Result<(), Refused> {
        let unknown = self.given.iter().find(|(key, _)| !self.known.contains(key.as_str()));
        let Some((key, Setting { origin, .. })) = unknown else { return Ok(()) };
        let known = self.known.iter().copied().collect::<Vec<_>>().join(", ");
        Err(Refused::new(format!(
            "`{key}` ({origin}) is no setting: remove it, or correct it to one of {known}"
        )))
    }
}

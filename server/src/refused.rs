//! Why a command did not do what it was asked: one sentence for the person at the terminal.

use std::fmt;

/// A sentence that says what is wrong and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(String);

impl Refused {
    /// Wraps a sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Returns a sentence about something that broke: what was tried, and every cause.
    pub fn broken(tried: &str, error: &(dyn std::error::Error + 'static)) -> Self {
        let causes = std::iter::successors(Some(error), |error| error.source());
        let mut texts: Vec<String> = causes.map(|cause| one_line(&cause.to_string())).collect();
        // Wrapping errors often repeat what they wrap.
        texts.dedup_by(|inner, outer| outer.contains(inner.as_str()));
        Self(format!("{tried}: {}", texts.join(": ")))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

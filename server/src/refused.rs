//! Why a command did not do what it was asked: one sentence for the person at the terminal.

use std::fmt;

/// A sentence that says what is wrong and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    sentence: String,
    kind: Kind,
}

/// Whose mistake it is; scripts tell them apart by the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// What was asked could not be done.
    Failed,
    /// The command line asks for what cannot be.
    Usage,
}

impl Refused {
    /// Wraps a sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), kind: Kind::Failed }
    }

    /// Wraps a sentence about a flag's value.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), kind: Kind::Usage }
    }

    /// Returns the process's exit code: 1 refused or failed, 2 usage.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Failed => 1,
            Kind::Usage => 2,
        }
    }

    /// Returns a sentence about something that broke: what was tried, and every cause.
    pub fn broken(tried: &str, error: &(dyn std::error::Error + 'static)) -> Self {
        let causes = std::iter::successors(Some(error), |error| error.source());
        let mut texts: Vec<String> = causes.map(|cause| one_line(&cause.to_string())).collect();
        // Wrapping errors often repeat what they wrap.
        texts.dedup_by(|inner, outer| outer.contains(inner.as_str()));
        Self::new(format!("{tried}: {}", texts.join(": ")))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Refused {}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

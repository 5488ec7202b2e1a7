//! Ways to break the product on purpose, so that the observer can show that it would notice. In no
//! product: only the feature `breakage` compiles this, and no optimised build does.

#[cfg(not(debug_assertions))]
compile_error!("the feature `breakage` breaks the product on purpose and is never released");

use std::sync::OnceLock;
use std::time::Duration;

/// The variable of the environment that chooses one.
const CHOICE: &str = "BROKEN_LYCEUM";

/// How long a commit is late under [`Breakage::AckBeforeCommit`].
pub(crate) const LATE: Duration = Duration::from_millis(200);

/// One broken promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breakage {
    /// Writers are told that all is stored before it is.
    AckBeforeCommit,
    /// Every 1,000th delivery of an event does not happen.
    DropEvents,
    /// What is replayed is said twice.
    RepeatOnReplay,
    /// Events are delivered without a look at whether the listener still may hear them.
    SkipAccess,
    /// Commits do not wait for the disk.
    NoFlush,
}

impl Breakage {
    const fn name(self) -> &'static str {
        match self {
            Self::AckBeforeCommit => "ack-before-commit",
            Self::DropEvents => "drop-events",
            Self::RepeatOnReplay => "repeat-on-replay",
            Self::SkipAccess => "skip-access",
            Self::NoFlush => "no-flush",
        }
    }

    /// Whether this is how the product is broken now.
    pub fn is_on(self) -> bool {
        static CHOSEN: OnceLock<String> = OnceLock::new();
        let chosen = CHOSEN.get_or_init(|| std::env::var(CHOICE).unwrap_or_default());
        chosen == self.name()
    }
}

//! Measured time: the one place in xtask that reads a clock.

use std::time::{Duration, Instant};

/// Runs from where it is started.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "timing a build needs the real clock")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Returns the time since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Returns a duration as people write it, `1:05` for 65 seconds.
pub(crate) fn shown(duration: Duration) -> String {
    let seconds = duration.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Waits; only for processes that cannot tell when they are ready.
#[expect(clippy::disallowed_methods, reason = "a starting process is polled")]
pub(crate) fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

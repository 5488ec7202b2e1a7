//! How long to wait before connecting again.

/// Shortest pause after a failure.
const PAUSE_MS_MIN: u32 = 500;
/// Longest pause.
const PAUSE_MS_MAX: u32 = 30_000;
/// A connection that lasted this long was a good one.
const GOOD_MS: i64 = 5_000;

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The network, or the server, is gone.
    Broken,
    /// The server restarts.
    Restarting,
    /// This side read too slowly.
    TooSlow,
    /// Nobody is signed in any more.
    SignedOut,
    /// The page left the course.
    Left,
}

/// Counts failures in a row.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Whether the attempt before failed as well.
    pub(super) fn has_failed_before(&self) -> bool {
        self.failures > 0
    }

    /// Returns the pause after a connection's end. `lasted_ms` is how long a greeted one lasted.
    /// After a good connection the first attempt comes at once, or, when the server restarts and
    /// everybody comes back, spread over two seconds. From then on full jitter, doubling.
    pub(super) fn pause(
        &mut self,
        end: End,
        lasted_ms: Option<i64>,
        random_ms: impl Fn(u32, u32) -> u32,
    ) -> u32 {
        if lasted_ms.is_some_and(|lasted_ms| lasted_ms >= GOOD_MS) {
            self.failures = 0;
            return match end {
                End::TooSlow => 0,
                _ => random_ms(PAUSE_MS_MIN, 4 * PAUSE_MS_MIN),
            };
        }
        let ceiling = PAUSE_MS_MIN.saturating_mul(2_u32.saturating_pow(self.failures + 1));
        self.failures += 1;
        random_ms(PAUSE_MS_MIN, ceiling.min(PAUSE_MS_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_half_a_minute_and_a_good_connection_starts_over() {
        let mut backoff = Backoff::default();
        let mut worst = || backoff.pause(End::Broken, None, |_, max| max);
        let pauses: Vec<_> = (0..8).map(|_| worst()).collect();
        assert_eq!(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
        assert_eq!(backoff.pause(End::TooSlow, Some(60_000), |_, max| max), 0);
        assert_eq!(backoff.pause(End::Broken, Some(100), |min, _| min), 500);
    }

    #[test]
    fn a_restart_spreads_everybody_over_two_seconds() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.pause(End::Restarting, Some(60_000), |_, max| max), 2_000);
    }
}

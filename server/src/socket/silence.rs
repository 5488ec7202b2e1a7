//! When each end of a socket was last heard. A client that has heard nothing for 15 s pings; so one
//! that neither pings nor is spoken to is gone, and so is one that is spoken to and answers
//! nothing, not even the protocol's own pings.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use protocol::limits::SOCKET_SILENCE_MS_MAX;
use tokio::time::Instant;

/// How often a socket is looked at.
pub(super) const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Closing at this age, looked at every five seconds, closes within the promised time.
const SILENCE_MAX: Duration = Duration::from_millis(SOCKET_SILENCE_MS_MAX - 10_000);
/// Age at which the client's end is asked for a sign of life.
const PROBE_AFTER: Duration = Duration::from_secs(25);

/// When each end was last heard.
pub(super) struct Silence(Mutex<Last>);

struct Last {
    /// Anything of the client's, answers to protocol pings included.
    sign: Instant,
    /// A frame of the client's or a frame of ours.
    word: Instant,
}

/// What to do about a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Fine,
    Probe,
    Gone,
}

impl Default for Silence {
    fn default() -> Self {
        let now = Instant::now();
        Self(Mutex::new(Last { sign: now, word: now }))
    }
}

impl Silence {
    /// Notes a sign of life of the client's end.
    pub(super) fn sign(&self) {
        self.last(|last| last.sign = Instant::now());
    }

    /// Notes a frame of the client's.
    pub(super) fn heard(&self) {
        let now = Instant::now();
        self.last(|last| (last.sign, last.word) = (now, now));
    }

    /// Notes that a frame was written to the client.
    pub(super) fn said(&self) {
        self.last(|last| last.word = Instant::now());
    }

    pub(super) fn verdict(&self) -> Verdict {
        let now = Instant::now();
        let (sign, word) = self.last(|last| (now - last.sign, now - last.word));
        if sign >= SILENCE_MAX || word >= SILENCE_MAX {
            Verdict::Gone
        } else if sign >= PROBE_AFTER {
            Verdict::Probe
        } else {
            Verdict::Fine
        }
    }

    fn last<T>(&self, use_it: impl FnOnce(&mut Last) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_client_that_neither_pings_nor_is_spoken_to_is_gone_within_a_minute() {
        let silence = Silence::default();
        for _ in 0..9 {
            tokio::time::advance(LOOK_EVERY).await;
            silence.sign();
            assert_eq!(silence.verdict(), Verdict::Fine);
        }
        tokio::time::advance(LOOK_EVERY).await;
        assert_eq!(silence.verdict(), Verdict::Gone);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_on_a_busy_channel_need_not_ping_but_must_be_there() {
        let silence = Silence::default();
        for _ in 0..5 {
            tokio::time::advance(LOOK_EVERY).await;
            silence.said();
        }
        assert_eq!(silence.verdict(), Verdict::Probe);
        silence.sign();
        assert_eq!(silence.verdict(), Verdict::Fine);
        for _ in 0..10 {
            tokio::time::advance(LOOK_EVERY).await;
            silence.said();
        }
        assert_eq!(silence.verdict(), Verdict::Gone);
    }
}

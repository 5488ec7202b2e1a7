//! The one source of time, ids and randomness, so that tests can hold time still.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use protocol::time::Timestamp;
use uuid::{Builder, Uuid};

/// Tells the time and makes ids. Clones of a manual clock share their time.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// Unix milliseconds that only a test moves.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// Returns a clock that stands still at `now`.
    pub fn manual(now: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(now.0)))
    }

    /// Moves a manual clock forward, or back for negative `ms`; does nothing to the system's.
    pub fn advance_ms(&self, ms: i64) {
        if let Self::Manual(time) = self {
            time.fetch_add(ms, Ordering::SeqCst);
        }
    }

    /// Returns the present instant.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => system_now(),
            Self::Manual(time) => Timestamp(time.load(Ordering::SeqCst)),
        }
    }

    /// Returns a new `UUIDv7`. Ids sort by the millisecond in which they were made, and at random
    /// within it.
    pub fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.now().0).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.random()).into_uuid()
    }

    /// Returns random bytes that nobody can guess.
    ///
    /// # Panics
    /// If the operating system has none to give.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }

    /// Returns a new secret of 256 bits as 64 hexadecimal digits.
    pub fn token(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
        self.random::<32>()
            .into_iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)])
            .collect()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else asks")]
fn system_now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_when_told_and_for_all_its_clones() {
        let clock = Clock::manual(Timestamp(1_000));
        let clone = clock.clone();
        assert_eq!(clock.now(), Timestamp(1_000));
        clone.advance_ms(250);
        assert_eq!(clock.now(), Timestamp(1_250));
    }

    #[test]
    fn ids_are_version_seven_and_sort_by_time() {
        let clock = Clock::manual(Timestamp(1_792_890_000_000));
        let first = clock.new_id();
        clock.advance_ms(1);
        let second = clock.new_id();
        assert_eq!(first.get_version_num(), 7);
        assert!(first < second);
        assert_ne!(clock.new_id(), clock.new_id());
    }

    #[test]
    fn tokens_are_64_hexadecimal_digits_and_differ() {
        let (one, other) = (Clock::System.token(), Clock::System.token());
        assert_eq!(one.len(), 64);
        assert!(one.chars().all(|c| c.is_ascii_hexdigit()));
        assert_ne!(one, other);
    }

    #[test]
    fn the_system_clock_is_past_the_year_2025() {
        assert!(Clock::System.now() > Timestamp(1_735_689_600_000));
    }
}

//! Deliveries that break their promises, for the observer to notice. See [`store::breakage`].

use std::sync::atomic::{AtomicU64, Ordering};

use service::broker::Recorded;
use store::breakage::Breakage;

/// Deliveries between two that do not happen.
const DROP_EVERY: u64 = 1_000;

/// Whether this delivery does not happen.
pub(super) fn drops() -> bool {
    static DELIVERIES: AtomicU64 = AtomicU64::new(1);
    Breakage::DropEvents.is_on()
        && DELIVERIES.fetch_add(1, Ordering::Relaxed).is_multiple_of(DROP_EVERY)
}

/// Whether what is replayed is said twice.
pub(super) fn repeats() -> bool {
    Breakage::RepeatOnReplay.is_on()
}

/// Whether nobody looks after a right to listen that has ended.
pub(super) fn is_deaf_to_endings() -> bool {
    Breakage::SkipAccess.is_on()
}

/// Returns an event as if every grant were new enough for it.
pub(super) fn unfenced(recorded: &Recorded) -> Recorded {
    let is_fenced = !Breakage::SkipAccess.is_on();
    let access_version = if is_fenced { recorded.access_version } else { 0 };
    Recorded { access_version, ..recorded.clone() }
}

//! How often one person may post: a short burst and a steady minute, whichever is stricter.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use protocol::id::UserId;

use crate::clock::Clock;

/// Checks between two sweeps that forget people whose limits are full again.
const SWEEP_EVERY: u32 = 4_096;
/// Staff may post this many times as often as students.
const STAFF_FACTOR: u32 = 4;

/// Whose limits apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RateClass {
    /// The configured limits.
    Student,
    /// One post in the time of a student's three, and a third of a student's minute.
    Guest,
    /// Four times the configured limits.
    Staff,
}

/// The posting limits of everybody. Memory follows the people who posted within the last minutes.
pub(crate) struct PostLimits {
    student: Limits,
    guest: Limits,
    staff: Limits,
    checks: AtomicU32,
}

impl PostLimits {
    /// Returns full limits: a student's, from which the others follow. Either is off at 0. A
    /// manual clock moves them only when told.
    pub(crate) fn new(burst_per_5s: u32, per_minute: u32, clock: &Clock) -> Self {
        let limits = |burst: Option<Quota>, minute: Option<Quota>| Limits {
            burst: burst.map(|quota| Limiter::dashmap_with_clock(quota, Ticks::new(clock))),
            minute: minute.map(|quota| Limiter::dashmap_with_clock(quota, Ticks::new(clock))),
        };
        let staff = |limit: u32| limit.saturating_mul(STAFF_FACTOR);
        Self {
            student: limits(quota(burst_per_5s, 5_000), quota(per_minute, 60_000)),
            guest: limits(guest_burst(burst_per_5s), quota(per_minute.div_ceil(3), 60_000)),
            staff: limits(quota(staff(burst_per_5s), 5_000), quota(staff(per_minute), 60_000)),
            checks: AtomicU32::new(0),
        }
    }

    /// Takes one post from the person's limits, or returns the milliseconds to wait for it.
    pub(crate) fn check(&self, user: UserId, class: RateClass) -> Result<(), u64> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.shrink();
        }
        match class {
            RateClass::Student => self.student.check(user),
            RateClass::Guest => self.guest.check(user),
            RateClass::Staff => self.staff.check(user),
        }
    }

    /// Forgets everybody whose limits are full again.
    fn shrink(&self) {
        let all = [&self.student, &self.guest, &self.staff];
        for limiter in all.iter().flat_map(|limits| [&limits.burst, &limits.minute]).flatten() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

type Limiter = RateLimiter<UserId, DashMapStateStore<UserId>, Ticks, NoOpMiddleware<Duration>>;

struct Limits {
    burst: Option<Limiter>,
    minute: Option<Limiter>,
}

impl Limits {
    fn check(&self, user: UserId) -> Result<(), u64> {
        [&self.burst, &self.minute].into_iter().flatten().try_for_each(|limiter| {
            limiter.check_key(&user).map_err(|not_until| {
                let wait = not_until.wait_time_from(limiter.clock().now());
                // Rounded up: coming back a fraction too early would be refused again.
                u64::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX).max(1)
            })
        })
    }
}

/// Returns the quota of `limit` posts at once, each of which comes back in its share of `ms`.
fn quota(limit: u32, ms: u64) -> Option<Quota> {
    let burst = NonZeroU32::new(limit)?;
    let share = Duration::from_millis(ms) / limit;
    Some(Quota::with_period(share.max(Duration::from_nanos(1)))?.allow_burst(burst))
}

/// Returns a guest's quota: single posts, three times as far apart as a student's.
fn guest_burst(burst_per_5s: u32) -> Option<Quota> {
    NonZeroU32::new(burst_per_5s)?;
    Quota::with_period((Duration::from_secs(15) / burst_per_5s).max(Duration::from_nanos(1)))
}

/// The limiter's view of the clock: tokio's monotonic time behind the system's clock, so that a
/// clock that is set back locks nobody out.
#[derive(Clone, Debug)]
struct Ticks {
    clock: Clock,
    start: tokio::time::Instant,
}

impl Ticks {
    fn new(clock: &Clock) -> Self {
        Self { clock: clock.clone(), start: tokio::time::Instant::now() }
    }
}

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        match &self.clock {
            Clock::System => self.start.elapsed(),
            Clock::Manual(_) => {
                Duration::from_millis(u64::try_from(self.clock.now().0).unwrap_or(0))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::time::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn user(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn limits(burst_per_5s: u32, per_minute: u32) -> (PostLimits, Clock) {
        let clock = Clock::manual(Timestamp(1_795_262_400_000));
        (PostLimits::new(burst_per_5s, per_minute, &clock), clock)
    }

    fn taken(limits: &PostLimits, class: RateClass) -> usize {
        (0..1_000).take_while(|_| limits.check(user(1), class).is_ok()).count()
    }

    #[test]
    fn students_post_five_at_once_and_then_one_each_second() {
        let (limits, clock) = limits(5, 60);
        assert_eq!(taken(&limits, RateClass::Student), 5);
        assert_eq!(limits.check(user(1), RateClass::Student), Err(1_000));
        clock.advance_ms(999);
        assert_eq!(limits.check(user(1), RateClass::Student), Err(1));
        clock.advance_ms(1);
        assert_eq!(limits.check(user(1), RateClass::Student), Ok(()));
        clock.advance_ms(5_000);
        assert_eq!(taken(&limits, RateClass::Student), 5);
    }

    #[test]
    fn the_minute_holds_where_it_is_stricter() {
        let (limits, clock) = limits(0, 6);
        assert_eq!(taken(&limits, RateClass::Student), 6);
        assert_eq!(limits.check(user(1), RateClass::Student), Err(10_000));
        clock.advance_ms(10_000);
        assert_eq!(taken(&limits, RateClass::Student), 1);
    }

    #[test]
    fn staff_post_four_times_as_often_and_guests_once_in_three_seconds() {
        let (limits, clock) = limits(5, 60);
        assert_eq!(taken(&limits, RateClass::Staff), 20);
        assert_eq!(taken(&limits, RateClass::Guest), 1);
        assert_eq!(limits.check(user(1), RateClass::Guest), Err(3_000));
        clock.advance_ms(3_000);
        assert_eq!(taken(&limits, RateClass::Guest), 1);
    }

    #[test]
    fn people_have_limits_of_their_own() {
        let (limits, _clock) = limits(5, 60);
        assert_eq!(taken(&limits, RateClass::Student), 5);
        assert_eq!(limits.check(user(2), RateClass::Student), Ok(()));
    }

    #[test]
    fn zero_switches_off() {
        let (limits, _clock) = limits(0, 0);
        for class in [RateClass::Student, RateClass::Guest, RateClass::Staff] {
            assert_eq!(taken(&limits, class), 1_000);
        }
    }

    #[test]
    fn absurdly_high_limits_still_work() {
        let (limits, _clock) = limits(u32::MAX, u32::MAX);
        for class in [RateClass::Student, RateClass::Guest, RateClass::Staff] {
            assert_eq!(limits.check(user(1), class), Ok(()));
        }
    }

    #[test]
    fn people_who_stopped_posting_are_forgotten() {
        let (limits, clock) = limits(5, 60);
        for n in 0..1_000 {
            limits.check(user(n), RateClass::Student).unwrap();
        }
        clock.advance_ms(120_000);
        for _ in 0..SWEEP_EVERY {
            let _ = limits.check(user(5_000), RateClass::Guest);
        }
        assert_eq!(limits.student.minute.as_ref().unwrap().len(), 0);
        assert_eq!(limits.student.burst.as_ref().unwrap().len(), 0);
    }
}

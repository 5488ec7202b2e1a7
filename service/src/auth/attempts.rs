//! Failed sign-ins per account and address, in memory: a restart forgets them.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use protocol::limits::LOGIN_CHARS_MAX;
use protocol::time::Timestamp;

/// How long a failure counts.
const WINDOW_MS: i64 = 15 * 60 * 1_000;
/// Accounts and addresses remembered at once.
const KEYS_MAX: usize = 100_000;

/// A login as typed and the network it came from.
type Key = (String, IpAddr);

/// Counts failures and says when to come back. Callers record the failure before they verify and
/// clear it after a success, so that guesses made in parallel count too.
pub(crate) struct Attempts {
    /// Failures at which a further attempt is refused; 0 refuses none.
    limit: usize,
    generation_max: usize,
    generations: Mutex<Generations>,
}

/// Keys by age. When the young generation is full it becomes the old one, and the old one is
/// forgotten; a key that fails again is young again.
#[derive(Default)]
struct Generations {
    young: HashMap<Key, Failures>,
    old: HashMap<Key, Failures>,
}

/// The latest failures of one key, oldest first, never more than the limit.
type Failures = VecDeque<Timestamp>;

impl Attempts {
    /// Returns an empty record that refuses after `limit` failures in 15 minutes; 0 switches it
    /// off.
    pub(crate) fn new(limit: u32) -> Self {
        Self::with_capacity(limit, KEYS_MAX)
    }

    fn with_capacity(limit: u32, keys_max: usize) -> Self {
        Self {
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            generation_max: keys_max / 2,
            generations: Mutex::default(),
        }
    }

    /// Returns the milliseconds to wait if this login has failed too often from this network.
    pub(crate) fn check(&self, login: &str, ip: IpAddr, now: Timestamp) -> Result<(), u64> {
        if self.limit == 0 {
            return Ok(());
        }
        let key = key(login, ip);
        let generations = self.lock();
        let failures = generations.young.get(&key).or_else(|| generations.old.get(&key));
        let Some(failures) = failures.filter(|failures| failures.len() >= self.limit) else {
            return Ok(());
        };
        let oldest = failures.front().copied().unwrap_or(now);
        // A clock that went back must not lock anybody out for longer than the window.
        let wait = oldest.plus_ms(WINDOW_MS).since_ms(now).min(WINDOW_MS);
        u64::try_from(wait).ok().filter(|wait| *wait > 0).map_or(Ok(()), Err)
    }

    /// Records a failure.
    pub(crate) fn fail(&self, login: &str, ip: IpAddr, now: Timestamp) {
        if self.limit == 0 {
            return;
        }
        let key = key(login, ip);
        let mut generations = self.lock();
        let mut failures = generations.take(&key);
        while failures.len() >= self.limit {
            failures.pop_front();
        }
        failures.push_back(now);
        generations.insert(key, failures, self.generation_max);
    }

    /// Forgets the failures of a login that succeeded.
    pub(crate) fn clear(&self, login: &str, ip: IpAddr) {
        self.lock().take(&key(login, ip));
    }

    fn lock(&self) -> MutexGuard<'_, Generations> {
        // The maps are whole between any two statements, so a panic elsewhere spoils nothing.
        self.generations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn take(&mut self, key: &Key) -> Failures {
        self.young.remove(key).or_else(|| self.old.remove(key)).unwrap_or_default()
    }

    fn insert(&mut self, key: Key, failures: Failures, generation_max: usize) {
        if self.young.len() >= generation_max {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, failures);
    }
}

/// A longer text than a login can be is nobody's, so its tail may fall away.
fn key(login: &str, ip: IpAddr) -> Key {
    (
        login.trim().chars().take(LOGIN_CHARS_MAX + 1).flat_map(char::to_lowercase).collect(),
        network(ip),
    )
}

/// One household or laptop has a whole /64 of IPv6 addresses to come from.
fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) & (!0 << 64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_262_400_000);

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn failed(limit: u32, times: u32) -> Attempts {
        let attempts = Attempts::new(limit);
        for _ in 0..times {
            attempts.fail("lokafor", ip("10.0.0.1"), NOW);
        }
        attempts
    }

    #[test]
    fn the_eleventh_attempt_waits_for_the_first_failure_to_age() {
        let attempts = failed(10, 9);
        assert_eq!(attempts.check("lokafor", ip("10.0.0.1"), NOW), Ok(()));
        attempts.fail("lokafor", ip("10.0.0.1"), NOW.plus_ms(60_000));
        let check = |ms| attempts.check("lokafor", ip("10.0.0.1"), NOW.plus_ms(ms));
        assert_eq!(check(60_000), Err(14 * 60_000));
        assert_eq!(check(WINDOW_MS - 1), Err(1));
        assert_eq!(check(WINDOW_MS), Ok(()));
    }

    #[test]
    fn the_account_stays_open_from_elsewhere_and_other_accounts_from_here() {
        let attempts = failed(10, 10);
        assert!(attempts.check("lokafor", ip("10.0.0.1"), NOW).is_err());
        assert!(attempts.check(" LOkafor ", ip("::ffff:10.0.0.1"), NOW).is_err());
        assert!(attempts.check("lokafor", ip("10.0.0.2"), NOW).is_ok());
        assert!(attempts.check("mrios", ip("10.0.0.1"), NOW).is_ok());
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_together() {
        let attempts = Attempts::new(1);
        attempts.fail("lokafor", ip("2001:db8:1:2::1"), NOW);
        assert!(attempts.check("lokafor", ip("2001:db8:1:2:ffff::9"), NOW).is_err());
        assert!(attempts.check("lokafor", ip("2001:db8:1:3::1"), NOW).is_ok());
    }

    #[test]
    fn success_clears_and_zero_switches_off() {
        let attempts = failed(10, 10);
        attempts.clear("lokafor", ip("10.0.0.1"));
        assert!(attempts.check("lokafor", ip("10.0.0.1"), NOW).is_ok());
        assert!(failed(0, 100).check("lokafor", ip("10.0.0.1"), NOW).is_ok());
    }

    #[test]
    fn memory_is_bounded_and_the_oldest_are_forgotten_first() {
        let attempts = Attempts::with_capacity(1, 10);
        for n in 0..100 {
            attempts.fail(&format!("login{n}"), ip("10.0.0.1"), NOW);
            let generations = attempts.lock();
            assert!(generations.young.len() + generations.old.len() <= 10);
        }
        assert!(attempts.check("login0", ip("10.0.0.1"), NOW).is_ok());
        assert!(attempts.check("login99", ip("10.0.0.1"), NOW).is_err());
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out_for_longer_than_the_window() {
        let attempts = failed(10, 10);
        let earlier = NOW.plus_ms(-3_600_000);
        assert_eq!(attempts.check("lokafor", ip("10.0.0.1"), earlier), Err(900_000));
    }
}

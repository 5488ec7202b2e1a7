//! Passwords: what is taken as one, and the bounded place where they are hashed.

mod guess;

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use protocol::fault::{Fault, FaultCode, FieldCode};
use protocol::limits::PASSWORD_CHARS_MAX;
use tokio::sync::Semaphore;

use crate::error::Error;

/// KiB of memory for one hash (OWASP's minimum; the queue bounds the sum).
const MEMORY_KIB: u32 = 19_456;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// When a caller who found the queue full should come back.
const RETRY_AFTER_MS: u64 = 1_000;

/// The hash of a password that nobody has, with the present parameters: what an unknown login is
/// verified against, so that it takes as long as a known one.
const NOBODYS_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGxpdmVzIGhlcmU$\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What somebody typed as a password, verbatim. Never logged, stored or sent on.
pub(crate) struct Password(String);

impl Password {
    /// Parses a password for an account: `min` to 128 Unicode scalars, none of those that are
    /// tried first, and not mainly made of `context` (login, display name) or the product's name.
    pub(crate) fn parse_new(raw: &str, min: usize, context: &[&str]) -> Result<Self, Fault> {
        let fault = |code, limit| Err(Fault::field("password", code, limit));
        match raw.chars().count() {
            0 => fault(FieldCode::Empty, None),
            chars if chars < min => fault(FieldCode::TooShort, Some(min)),
            chars if chars > PASSWORD_CHARS_MAX => {
                fault(FieldCode::TooLong, Some(PASSWORD_CHARS_MAX))
            }
            _ if guess::is_easy(raw, context) => fault(FieldCode::Common, None),
            _ => Ok(Self(raw.to_owned())),
        }
    }

    /// Parses a password to compare: one that is too long for any account is just wrong.
    pub(crate) fn parse_attempt(raw: &str) -> Result<Self, Fault> {
        if raw.chars().take(PASSWORD_CHARS_MAX + 1).count() > PASSWORD_CHARS_MAX {
            return Err(Fault::field("password", FieldCode::Wrong, None));
        }
        Ok(Self(raw.to_owned()))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The outcome of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Whether the password is the account's.
    pub(crate) is_match: bool,
    /// The hash to store instead, if the password matches one that was made with other parameters.
    pub(crate) renewed: Option<String>,
}

/// Hashes passwords, a few at a time. Memory is bounded by `parallelism` × 19 MiB; callers beyond
/// the queue are refused.
pub(crate) struct Hasher {
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl Hasher {
    /// Returns a hasher that works on `parallelism` passwords while up to `queue` more wait.
    pub(crate) fn new(parallelism: usize, queue: usize) -> Self {
        let parallelism = parallelism.clamp(1, Semaphore::MAX_PERMITS / 2);
        let admitted = parallelism.saturating_add(queue).min(Semaphore::MAX_PERMITS);
        Self {
            admitted: Arc::new(Semaphore::new(admitted)),
            running: Arc::new(Semaphore::new(parallelism)),
        }
    }

    /// Returns the PHC string to store for a password.
    pub(crate) async fn hash(&self, password: Password) -> Result<String, Error> {
        self.run(move || new_hash(&password)).await
    }

    /// Compares a password with a stored PHC string. Without one the work is the same and the
    /// answer is no.
    pub(crate) async fn verify(
        &self,
        password: Password,
        phc: Option<String>,
    ) -> Result<Verdict, Error> {
        self.run(move || match phc {
            Some(phc) => compare(&password, &phc),
            None => {
                compare(&password, NOBODYS_HASH).map(|_| Verdict { is_match: false, renewed: None })
            }
        })
        .await
    }

    /// Runs `work` off the async threads. A caller that goes away leaves the queue; work that has
    /// begun keeps its place until it ends, so the memory bound holds.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, password_hash::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let admission = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| overloaded())?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(Error::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let _places = (admission, turn);
            work()
        });
        done.await.map_err(Error::internal)?.map_err(Error::internal)
    }
}

fn overloaded() -> Fault {
    Fault {
        retry_after_ms: Some(RETRY_AFTER_MS),
        ..Fault::new(FaultCode::Unavailable, "Many people are signing in. Try again in a moment.")
    }
}

fn argon2() -> Result<Argon2<'static>, password_hash::Error> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params()?))
}

fn params() -> Result<Params, password_hash::Error> {
    Ok(Params::new(MEMORY_KIB, PASSES, LANES, None)?)
}

fn new_hash(password: &Password) -> Result<String, password_hash::Error> {
    Ok(argon2()?.hash_password(password.0.as_bytes())?.to_string())
}

fn compare(password: &Password, phc: &str) -> Result<Verdict, password_hash::Error> {
    let stored = PasswordHash::new(phc)?;
    let is_match = match argon2()?.verify_password(password.0.as_bytes(), &stored) {
        Ok(()) => true,
        Err(password_hash::Error::PasswordInvalid) => false,
        Err(error) => return Err(error),
    };
    let renewed = if is_match && !is_current(&stored)? { Some(new_hash(password)?) } else { None };
    Ok(Verdict { is_match, renewed })
}

fn is_current(stored: &PasswordHash) -> Result<bool, password_hash::Error> {
    let (used, wanted) = (Params::try_from(stored)?, params()?);
    Ok(stored.algorithm == Algorithm::Argon2id.ident()
        && stored.version == Some(Version::V0x13.into())
        && (used.m_cost(), used.t_cost(), used.p_cost())
            == (wanted.m_cost(), wanted.t_cost(), wanted.p_cost()))
}

#[cfg(test)]
mod tests;

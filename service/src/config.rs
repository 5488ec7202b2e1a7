//! What an operator may choose about the product itself; the process's own settings are the
//! server's.

use protocol::limits::PASSWORD_CHARS_MIN;
use serde::Deserialize;

/// Who may make an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// Anybody.
    #[default]
    Open,
    /// People with an invitation.
    Invite,
    /// Nobody; accounts are made on the command line.
    Closed,
}

/// Choices of the operator.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who may make an account.
    pub registration: Registration,
    /// Shortest password, in Unicode scalars.
    pub password_length_min: usize,
    /// Passwords hashed at the same time.
    pub hash_parallelism: usize,
    /// Passwords waiting to be hashed; one more is refused with `unavailable`.
    pub hash_queue: usize,
    /// Rates.
    pub rate: Rates,
}

/// Rates; 0 turns one off. Staff have four times the posting rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rates {
    /// Messages one person may post in five seconds.
    pub posts_per_5_seconds: u32,
    /// Messages one person may post in a minute.
    pub posts_per_minute: u32,
    /// Failed sign-ins for one login from one address in 15 minutes.
    pub sign_in_failures: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self { posts_per_5_seconds: 5, posts_per_minute: 60, sign_in_failures: 10 }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            registration: Registration::default(),
            password_length_min: PASSWORD_CHARS_MIN,
            hash_parallelism: 2,
            hash_queue: 64,
            rate: Rates::default(),
        }
    }
}

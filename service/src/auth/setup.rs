//! The one-time link that makes the first administrator. Its token lives in memory only: a
//! restart prints a new one.

use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// The open or spent setup link.
pub(crate) struct Setup {
    token: Mutex<Option<String>>,
}

impl Setup {
    pub(crate) fn new(token: Option<String>) -> Self {
        Self { token: Mutex::new(token) }
    }

    pub(crate) fn token(&self) -> Option<String> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Compares digests, so that the time taken tells nothing about the token.
    pub(crate) fn accepts(&self, attempt: &str) -> bool {
        self.token().is_some_and(|token| {
            Sha256::digest(token.as_bytes()) == Sha256::digest(attempt.as_bytes())
        })
    }

    pub(crate) fn close(&self) {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

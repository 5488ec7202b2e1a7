//! Ids as they stand in the public JSON.

use std::fmt;
use std::str::FromStr;

use anyhow::{Error, bail};
use serde_json::Value;

/// A UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(u128);

impl Id {
    /// Returns an id of version 4 made of these bits.
    pub(crate) fn random(high: u64, low: u64) -> Self {
        let bits = u128::from(high) << 64 | u128::from(low);
        let version = bits & !(0xf << 76) | 0x4 << 76;
        Self(version & !(0x3 << 62) | 0x2 << 62)
    }

    /// Reads an id out of JSON.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }

    /// Reads the id of a subject such as `channel:<id>`.
    pub(crate) fn of_subject(value: &Value) -> Option<Self> {
        value.as_str()?.split_once(':')?.1.parse().ok()
    }
}

impl FromStr for Id {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        if digits.len() != 32 {
            bail!("`{text}` is no id");
        }
        Ok(Self(u128::from_str_radix(&digits, 16)?))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:032x}", self.0);
        let part = |from: usize, to: usize| &digits[from..to];
        let parts = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)];
        f.write_str(&parts.join("-"))
    }
}

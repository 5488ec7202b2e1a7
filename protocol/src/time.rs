//! Instants and the viewer's time zone. Arithmetic only: the zone's offsets come from the server,
//! so that server and browser write the same words without a date library in WASM.

use serde::{Deserialize, Serialize};

/// An instant in Unix milliseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Returns the milliseconds from `earlier` to `self`; negative if `earlier` is later.
    pub const fn since_ms(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// Returns the instant `ms` milliseconds later.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0 + ms)
    }
}

/// A time zone as a table of offsets: each holds from its instant to the next one's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// IANA name, such as `Europe/Berlin`.
    pub name: String,
    /// `(from, minutes east of UTC)`, ascending; the first holds for everything before it too.
    pub offsets: Vec<(Timestamp, i32)>,
}

impl Zone {
    /// Returns UTC, the zone of a viewer about whom nothing is known yet.
    pub fn utc() -> Self {
        Self { name: "UTC".into(), offsets: vec![(Timestamp(0), 0)] }
    }

    /// Returns the calendar fields of an instant in this zone.
    pub fn local(&self, at: Timestamp) -> LocalTime {
        let started = self.offsets.iter().rev().find(|(from, _)| *from <= at);
        let minutes = started.or(self.offsets.first()).map_or(0, |(_, minutes)| *minutes);
        LocalTime::from_utc(at.plus_ms(i64::from(minutes) * 60_000))
    }
}

/// Calendar fields of an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime {
    /// Days since 1970-01-01 in the zone: equal exactly on the same calendar day.
    pub day_number: i64,
    /// Calendar year.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl LocalTime {
    /// Reads an instant as UTC. The civil-date arithmetic is Howard Hinnant's `civil_from_days`.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "ranges are in the arithmetic"
    )]
    fn from_utc(at: Timestamp) -> Self {
        let day_number = at.0.div_euclid(86_400_000);
        let minute_of_day = at.0.rem_euclid(86_400_000) / 60_000;
        let shifted = day_number + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        Self {
            day_number,
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: month as u8,
            day: (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8,
            hour: (minute_of_day / 60) as u8,
            minute: (minute_of_day % 60) as u8,
        }
    }

    /// Returns the day of the week, 0 for Monday to 6 for Sunday.
    #[expect(clippy::cast_possible_truncation, reason = "0 to 6")]
    pub const fn weekday(self) -> usize {
        (self.day_number + 3).rem_euclid(7) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar_fields_of_known_instants() {
        let check = |ms, zone: &Zone, expect: (i64, u8, u8, u8, u8, usize)| {
            let t = zone.local(Timestamp(ms));
            assert_eq!((t.year, t.month, t.day, t.hour, t.minute, t.weekday()), expect);
        };
        let berlin = Zone {
            name: "Europe/Berlin".into(),
            offsets: vec![(Timestamp(1_774_746_000_000), 120), (Timestamp(1_792_890_000_000), 60)],
        };
        check(0, &Zone::utc(), (1970, 1, 1, 0, 0, 3));
        check(951_827_696_000, &Zone::utc(), (2000, 2, 29, 12, 34, 1));
        check(-1, &Zone::utc(), (1969, 12, 31, 23, 59, 2));
        check(1_792_889_999_000, &berlin, (2026, 10, 25, 2, 59, 6));
        check(1_792_890_000_000, &berlin, (2026, 10, 25, 2, 0, 6));
    }
}

//! Time zones as tables of offsets, for browsers that carry no time zone database.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use protocol::time::{Timestamp, Zone};

/// How far back a table goes.
const BEFORE_MS: i64 = 3 * 366 * 24 * 60 * 60 * 1_000;
/// How far ahead a table goes.
const AFTER_MS: i64 = 366 * 24 * 60 * 60 * 1_000;
/// Entries in a table. No zone changes its offset this often; one that does is cut off here.
const OFFSETS_MAX: usize = 64;

/// The database inside the binary, not the machine's: every server gives the same answer, and the
/// name, which comes from outside, never reaches the file system.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Returns the offsets of a zone from three years before `now` to one year after it; UTC for a
/// name that is not in the IANA database.
pub(crate) fn zone(name: &str, now: Timestamp) -> Zone {
    let Ok(found) = DATABASE.get(name) else { return Zone::utc() };
    let Ok(start) = jiff::Timestamp::from_millisecond(now.0.saturating_sub(BEFORE_MS)) else {
        return Zone::utc();
    };
    let end = now.0.saturating_add(AFTER_MS);
    let mut offsets = vec![(instant(start), minutes(found.to_offset(start)))];
    let later = found.following(start).take(OFFSETS_MAX);
    for transition in later.take_while(|next| next.timestamp().as_millisecond() <= end) {
        let offset = minutes(transition.offset());
        // Some transitions change only the abbreviation.
        if offsets.last().is_none_or(|(_, current)| *current != offset) {
            offsets.push((instant(transition.timestamp()), offset));
        }
    }
    Zone { name: iana_name(&found, name), offsets }
}

fn iana_name(found: &TimeZone, asked: &str) -> String {
    found.iana_name().unwrap_or(asked).to_owned()
}

fn instant(at: jiff::Timestamp) -> Timestamp {
    Timestamp(at.as_millisecond())
}

/// Offsets in force today are whole minutes; older local mean times are rounded down.
fn minutes(offset: jiff::tz::Offset) -> i32 {
    offset.seconds().div_euclid(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21T12:00:00Z.
    const NOW: Timestamp = Timestamp(1_795_262_400_000);

    #[test]
    fn summer_time_begins_and_ends_in_the_table() {
        let berlin = zone("Europe/Berlin", NOW);
        let hour = |ms| berlin.local(Timestamp(ms)).hour;
        // The clocks went back on 2026-10-25 at 01:00 UTC.
        assert_eq!((hour(1_792_889_999_000), hour(1_792_890_000_000)), (2, 2));
        assert_eq!(berlin.offsets.len(), 9);
        assert!(berlin.offsets.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn zones_without_changes_have_one_entry() {
        assert_eq!(zone("Asia/Kolkata", NOW).offsets.len(), 1);
        assert_eq!(zone("Asia/Kolkata", NOW).offsets[0].1, 330);
        assert_eq!(zone("Asia/Kathmandu", NOW).offsets[0].1, 345);
        assert_eq!(zone("UTC", NOW).offsets[0].1, 0);
    }

    #[test]
    fn names_are_matched_without_case_and_come_back_as_iana_writes_them() {
        assert_eq!(zone("america/new_york", NOW).name, "America/New_York");
    }

    #[test]
    fn unknown_names_are_utc() {
        for name in ["", "Europe/Atlantis", "../../etc/passwd", "Local", "\0", &"x".repeat(10_000)]
        {
            assert_eq!(zone(name, NOW), Zone::utc(), "{name:?}");
        }
    }

    #[test]
    fn an_absurd_clock_does_no_harm() {
        assert_eq!(zone("Europe/Berlin", Timestamp(i64::MIN)), Zone::utc());
        assert_eq!(zone("Europe/Berlin", Timestamp(i64::MAX)), Zone::utc());
    }
}

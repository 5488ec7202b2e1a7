//! Times in words, in the viewer's time zone: the same on server and client. The zone is known from
//! a cookie; on a first visit it is UTC until the browser says where it is.

use leptos::prelude::*;
use protocol::snapshot::Viewer;
use protocol::time::{LocalTime, Timestamp, Zone};

use crate::i18n::{Texts, use_i18n};

/// Writes times for the viewer. Its answers change with the zone and, for day headings, at
/// midnight: call it inside a closure of the view.
#[derive(Clone, Copy)]
pub(crate) struct TimeText {
    zone: RwSignal<Zone>,
    now: RwSignal<Timestamp>,
    texts: Texts,
}

/// Gives everything below the viewer's zone and clock.
pub(crate) fn provide_time(viewer: &Viewer) -> TimeText {
    let time = TimeText {
        zone: RwSignal::new(viewer.zone.clone()),
        now: RwSignal::new(viewer.now),
        texts: use_i18n(),
    };
    provide_context(time);
    crate::live::clock::keep(time.zone, time.now);
    time
}

/// Returns the viewer's zone and clock.
///
/// # Panics
/// Outside [`provide_time`].
pub(crate) fn use_time() -> TimeText {
    expect_context()
}

impl TimeText {
    /// Returns the server's time, half a minute exact.
    pub(crate) fn now(self) -> Timestamp {
        self.now.get()
    }

    /// Returns hour and minute: `18:06`.
    pub(crate) fn clock(self, at: Timestamp) -> String {
        self.write_clock(self.local(at))
    }

    /// Returns the heading of a day: `Today`, `Yesterday`, `Thursday 19 November`, and with the
    /// year in other years.
    pub(crate) fn day_heading(self, at: Timestamp) -> String {
        let (day, today) = (self.local(at), self.local(self.now.get()));
        match today.day_number - day.day_number {
            0 => self.texts.time_today().to_owned(),
            1 => self.texts.time_yesterday().to_owned(),
            _ if day.year == today.year => {
                self.texts.time_day(self.weekday(day), day.day, self.month(day))
            }
            _ => self.texts.time_day_of_year(self.weekday(day), day.day, self.month(day), day.year),
        }
    }

    /// Returns day and hour in one: `18:06` today, else the date.
    pub(crate) fn short(self, at: Timestamp) -> String {
        let (day, today) = (self.local(at), self.local(self.now.get()));
        if day.day_number == today.day_number { self.write_clock(day) } else { self.date(at) }
    }

    /// Returns the date: `19 November` this year, else with the year.
    pub(crate) fn date(self, at: Timestamp) -> String {
        let (day, today) = (self.local(at), self.local(self.now.get()));
        if day.year == today.year {
            return self.texts.time_short(day.day, self.month(day));
        }
        self.texts.time_short_of_year(day.day, self.month(day), day.year)
    }

    /// Returns everything: `Thursday 19 November 2026, 18:06`, for titles.
    pub(crate) fn full(self, at: Timestamp) -> String {
        let t = self.local(at);
        let clock = self.write_clock(t);
        self.texts.time_full(self.weekday(t), t.day, self.month(t), t.year, clock)
    }

    /// Returns an instant for machines, in UTC: `2026-11-19T18:06Z`.
    #[expect(clippy::unused_self, reason = "it stands beside the words for people")]
    pub(crate) fn machine(self, at: Timestamp) -> String {
        let t = Zone::utc().local(at);
        format!("{:04}-{:02}-{:02}T{:02}:{:02}Z", t.year, t.month, t.day, t.hour, t.minute)
    }

    /// Returns the calendar fields of an instant.
    pub(crate) fn local(self, at: Timestamp) -> LocalTime {
        self.zone.with(|zone| zone.local(at))
    }

    fn write_clock(self, t: LocalTime) -> String {
        self.texts.time_clock(format_args!("{:02}", t.hour), format_args!("{:02}", t.minute))
    }

    fn weekday(self, t: LocalTime) -> &'static str {
        let texts = self.texts;
        match t.weekday() {
            0 => texts.time_monday(),
            1 => texts.time_tuesday(),
            2 => texts.time_wednesday(),
            3 => texts.time_thursday(),
            4 => texts.time_friday(),
            5 => texts.time_saturday(),
            _ => texts.time_sunday(),
        }
    }

    fn month(self, t: LocalTime) -> &'static str {
        let texts = self.texts;
        match t.month {
            1 => texts.time_january(),
            2 => texts.time_february(),
            3 => texts.time_march(),
            4 => texts.time_april(),
            5 => texts.time_may(),
            6 => texts.time_june(),
            7 => texts.time_july(),
            8 => texts.time_august(),
            9 => texts.time_september(),
            10 => texts.time_october(),
            11 => texts.time_november(),
            _ => texts.time_december(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

    #[test]
    fn days_are_named_from_the_viewers_side() {
        let owner = Owner::new();
        owner.with(|| {
            // Friday 20 November 2026, 00:30 in a zone one hour east of UTC.
            let now = Timestamp(1_795_131_000_000);
            let zone = Zone { name: "X".into(), offsets: vec![(Timestamp(0), 60)] };
            let viewer = Viewer { me: None, now, zone, build: String::new() };
            let time = provide_time(&viewer);
            let ago = |days: i64| now.plus_ms(-days * DAY_MS);
            assert_eq!(time.day_heading(now), "Today");
            assert_eq!(time.day_heading(now.plus_ms(-31 * 60_000)), "Yesterday");
            assert_eq!(time.day_heading(ago(2)), "Wednesday 18 November");
            assert_eq!(time.day_heading(ago(400)), "Thursday 16 October 2025");
            assert_eq!(time.clock(now), "00:30");
            assert_eq!(time.short(now), "00:30");
            assert_eq!(time.short(ago(1)), "19 November");
            assert_eq!(time.date(now), "20 November");
            assert_eq!(time.full(now), "Friday 20 November 2026, 00:30");
        });
    }
}

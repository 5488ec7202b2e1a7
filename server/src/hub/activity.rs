//! News of channels for people who do not have them open: once a second, and only the last state.
//! What happens in a group is told to its members alone, on rights that are as new as the news; who
//! is on the way through a grant at that moment hears of it in one of the next seconds.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use axum::extract::ws::Utf8Bytes;
use protocol::cursor::Subject;
use protocol::frame::{ChannelActivity, ServerFrame};
use protocol::id::{ChannelId, CourseId};
use service::broker::{Activity, Audience, Recorded};
use service::live::Grant;

use super::connection::Connection;
use super::{Hub, frame};

/// Seconds for which news are kept for those who could not be told at once.
const KEPT_TICKS: u64 = 5;

/// One of the seconds since the hub started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tick(u64);

/// The last state of one channel.
#[derive(Clone, Copy)]
struct Noted {
    activity: Activity,
    access_version: i64,
    at: Tick,
}

/// What changed in a course in the last seconds.
pub(super) struct News {
    channels: BTreeMap<ChannelId, Noted>,
    now: Tick,
    /// What everybody is told who has heard everything before and has none of it open.
    common: Option<Utf8Bytes>,
}

/// What changed in the last seconds.
#[derive(Default)]
pub(super) struct PendingActivity(Mutex<Pending>);

#[derive(Default)]
struct Pending {
    now: Tick,
    courses: HashMap<CourseId, BTreeMap<ChannelId, Noted>>,
}

impl PendingActivity {
    /// Notes what an event changed.
    pub(super) fn note(&self, recorded: &Recorded) {
        if let Some(activity) = recorded.activity {
            let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let noted =
                Noted { activity, access_version: recorded.access_version, at: pending.now };
            let channels = pending.courses.entry(activity.course).or_default();
            channels.insert(activity.channel.channel, noted);
        }
    }

    /// Returns the last second whose news have been told.
    pub(super) fn told(&self) -> Tick {
        let now = self.0.lock().unwrap_or_else(PoisonError::into_inner).now;
        Tick(now.0.saturating_sub(1))
    }

    /// Ends a second: returns what is to be told of each course.
    fn take(&self) -> Vec<(CourseId, News)> {
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = pending.now;
        pending.now = Tick(now.0 + 1);
        pending.courses.retain(|_, channels| {
            channels.retain(|_, noted| now.0 - noted.at.0 < KEPT_TICKS);
            !channels.is_empty()
        });
        let courses = pending.courses.iter();
        courses.map(|(course, channels)| (*course, News::new(channels.clone(), now))).collect()
    }
}

impl News {
    fn new(channels: BTreeMap<ChannelId, Noted>, now: Tick) -> Self {
        let is_for_all = channels.values().all(|noted| noted.activity.audience == Audience::Course);
        let fresh = channels.values().filter(|noted| noted.at == now);
        let fresh: Vec<_> = fresh.map(|noted| noted.activity.channel).collect();
        let common = (is_for_all && !fresh.is_empty()).then(|| to_frame(fresh));
        Self { channels, now, common }
    }

    /// Tells a connection what it has not heard, and returns up to where it has heard everything.
    pub(super) fn tell(&self, connection: &Connection, grant: &Grant, told: Tick) -> Tick {
        let unheard = || self.channels.values().filter(|noted| noted.at > told);
        let is_open = |channel: ChannelId| connection.has_open(&Subject::Channel(channel));
        let may_hear = |noted: &Noted| {
            noted.access_version <= grant.access_version
                && (noted.activity.audience == Audience::Course
                    || grant.groups.contains(&noted.activity.channel.channel))
        };
        let is_late = |noted: &Noted| noted.access_version > grant.access_version;
        let told_now = if unheard().any(is_late) { told } else { self.now };
        let news = unheard().filter(|noted| may_hear(noted));
        let news: Vec<ChannelActivity> = news
            .map(|noted| noted.activity.channel)
            .filter(|activity| !is_open(activity.channel))
            .collect();
        let fresh = self.channels.values().filter(|noted| noted.at == self.now).count();
        let frame = match &self.common {
            _ if news.is_empty() => return told_now,
            Some(common) if news.len() == fresh && unheard().count() == fresh => common.clone(),
            _ => to_frame(news),
        };
        // A connection that has ended leaves by itself.
        let _ = connection.queue.push(frame);
        told_now
    }
}

impl Hub {
    /// Tells everybody who follows a course what happened in its channels, except in those that
    /// they have open.
    pub(super) fn tell_activity(&self) {
        for (course, news) in self.0.activity.take() {
            if let Some(feed) = self.find_feed(&Subject::Course(course)) {
                feed.tell(&news);
            }
        }
    }
}

fn to_frame(channels: Vec<ChannelActivity>) -> Utf8Bytes {
    frame(&ServerFrame::Activity { channels })
}

//! News of channels for people who do not have them open: once a second, and only the last state.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use protocol::cursor::Subject;
use protocol::frame::{ChannelActivity, ServerFrame};
use protocol::id::{ChannelId, CourseId};
use service::broker::Recorded;

use super::connection::Connection;
use super::{Hub, frame};

type Channels = BTreeMap<ChannelId, ChannelActivity>;

/// What changed since the last second.
#[derive(Default)]
pub(super) struct PendingActivity(Mutex<HashMap<CourseId, Channels>>);

impl PendingActivity {
    /// Notes what an event changed.
    pub(super) fn note(&self, recorded: &Recorded) {
        if let Some((course, activity)) = recorded.activity {
            let mut courses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            courses.entry(course).or_default().insert(activity.channel, activity);
        }
    }

    fn take(&self) -> HashMap<CourseId, Channels> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Hub {
    /// Tells everybody who follows a course what happened in its channels, except in those that
    /// they have open.
    pub(super) fn tell_activity(&self) {
        for (course, channels) in self.0.activity.take() {
            if let Some(feed) = self.find_feed(&Subject::Course(course)) {
                tell(&feed.listeners(), &channels);
            }
        }
    }
}

fn tell(connections: &[Arc<Connection>], channels: &Channels) {
    let to_frame = |channels| frame(&ServerFrame::Activity { channels });
    let common = to_frame(channels.values().copied().collect());
    for connection in connections {
        let is_news =
            |activity: &&ChannelActivity| !connection.has_open(&Subject::Channel(activity.channel));
        let news: Vec<_> = channels.values().filter(is_news).copied().collect();
        let frame = match news.len() {
            0 => continue,
            all if all == channels.len() => common.clone(),
            _ => to_frame(news),
        };
        let _ = connection.queue.push(frame);
    }
}

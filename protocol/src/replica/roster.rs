//! The shell's state: the course, its channels, and unread counts.

use std::collections::BTreeMap;

use crate::channel::{Channel, ChannelEntry, Unread};
use crate::course::Course;
use crate::cursor::Seq;
use crate::event::Event;
use crate::frame::ChannelActivity;
use crate::id::{ChannelId, UserId};
use crate::limits::UNREAD_COUNT_MAX;
use crate::message::Message;
use crate::snapshot::CourseSnapshot;

/// A course as one person sees it, kept up to date by the events of `course:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The course.
    pub course: Course,
    /// Its channels.
    pub channels: BTreeMap<ChannelId, ChannelEntry>,
    /// People in the course.
    pub people_total: i64,
    /// Last event of `course:` that is in here.
    pub cursor: Seq,
}

/// Whether a badge can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    /// The count is right.
    Known,
    /// Only the server can say: messages were taken away, or the count is older than what is known.
    Recount,
}

impl Roster {
    /// Builds the state of a snapshot.
    pub fn new(snapshot: &CourseSnapshot) -> Self {
        Self {
            course: snapshot.course.clone(),
            channels: snapshot
                .channels
                .iter()
                .map(|entry| (entry.channel.id, entry.clone()))
                .collect(),
            people_total: snapshot.people_total,
            cursor: snapshot.as_of,
        }
    }

    /// Applies an event of `course:`; one that is already in here changes nothing. The badge is
    /// that of the event's channel.
    pub fn apply(&mut self, seq: Seq, event: &Event) -> Badge {
        if seq <= self.cursor {
            return Badge::Known;
        }
        self.cursor = seq;
        match event {
            Event::ChannelCreated { channel } => self.upsert(channel),
            Event::ChannelListed { channel } => {
                // A channel that comes into sight with messages in it: only the server can count.
                let is_new = !self.channels.contains_key(&channel.id);
                self.upsert(channel);
                return if is_new { Badge::Recount } else { Badge::Known };
            }
            Event::ChannelUnlisted { channel_id } => {
                self.channels.remove(channel_id);
            }
            Event::CourseChanged { course } => {
                let my_role = self.course.my_role;
                self.course = Course { my_role, ..course.clone() };
            }
            Event::PersonJoined { .. } => self.people_total += 1,
            Event::PersonLeft { .. } => self.people_total -= 1,
            _ => {}
        }
        Badge::Known
    }

    /// Takes over a channel's settings, from whichever subject they came.
    pub fn upsert(&mut self, channel: &Channel) {
        let entry = self.channels.entry(channel.id).or_insert_with(|| ChannelEntry {
            channel: channel.clone(),
            my_role: None,
            unread: Unread::default(),
        });
        entry.channel.clone_from(channel);
    }

    /// Takes over a channel as the server says it is now, the person's part in it included.
    pub fn enter(&mut self, entry: &ChannelEntry) {
        self.upsert(&entry.channel);
        if let Some(known) = self.channels.get_mut(&entry.channel.id) {
            known.my_role = entry.my_role;
        }
        let _ = self.recount(entry.channel.id, entry.unread);
    }

    /// Takes it that the person has read up to a position, before the server knows. Reading only
    /// moves forward.
    pub fn mark_read(&mut self, channel: ChannelId, position: Seq) {
        let Some(entry) = self.channels.get_mut(&channel) else { return };
        let unread = &mut entry.unread;
        if position <= unread.read_position {
            return;
        }
        unread.read_position = position;
        if position >= unread.last_position {
            unread.count = 0;
        }
    }

    /// Counts a message that arrived in an open channel.
    pub fn count_message(&mut self, me: UserId, message: &Message) {
        let (Some(entry), Some(position)) =
            (self.channels.get_mut(&message.channel_id), message.position)
        else {
            return;
        };
        let unread = &mut entry.unread;
        if position <= unread.last_position || message.thread_root_id.is_some() {
            return;
        }
        unread.last_position = position;
        unread.posted += 1;
        let is_own = message.author.as_ref().is_some_and(|author| author.id == me);
        if message.is_visible() && !is_own && position > unread.read_position {
            unread.count = (unread.count + 1).min(UNREAD_COUNT_MAX);
        }
    }

    /// Counts a message that was taken away in an open channel.
    pub fn count_deletion(&mut self, message: &Message) -> Badge {
        let Some(entry) = self.channels.get(&message.channel_id) else { return Badge::Known };
        let was_unread = message.position > Some(entry.unread.read_position);
        if was_unread { Badge::Recount } else { Badge::Known }
    }

    /// Counts what happened in a channel that is not open.
    pub fn count_activity(&mut self, activity: &ChannelActivity) -> Badge {
        let Some(entry) = self.channels.get_mut(&activity.channel) else { return Badge::Known };
        let unread = &mut entry.unread;
        let posted = (activity.posted - unread.posted).max(0);
        let gone = (activity.gone - unread.gone).max(0);
        unread.posted = unread.posted.max(activity.posted);
        unread.gone = unread.gone.max(activity.gone);
        unread.last_position = unread.last_position.max(activity.position);
        let posted = u32::try_from(posted).unwrap_or(UNREAD_COUNT_MAX);
        unread.count = unread.count.saturating_add(posted).min(UNREAD_COUNT_MAX);
        if gone > 0 { Badge::Recount } else { Badge::Known }
    }

    /// Takes over the server's recount. One that misses something known here says nothing about
    /// the count: then another must be asked for.
    pub fn recount(&mut self, channel: ChannelId, unread: Unread) -> Badge {
        let Some(entry) = self.channels.get_mut(&channel) else { return Badge::Known };
        let known = entry.unread;
        let is_fresh = unread.posted >= known.posted && unread.gone >= known.gone;
        if is_fresh && unread.read_position >= known.read_position {
            entry.unread = unread;
            return Badge::Known;
        }
        self.mark_read(channel, unread.read_position);
        // What was read here first reaches the server by itself, and its answer is a recount.
        let is_read = self.channels.get(&channel).is_some_and(|entry| entry.unread.count == 0);
        if is_fresh || is_read { Badge::Known } else { Badge::Recount }
    }
}

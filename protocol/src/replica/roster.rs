//! The shell's state: the course, its channels, and unread counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::channel::{Channel, ChannelEntry, ChannelRole, Unread};
use crate::course::Course;
use crate::cursor::Seq;
use crate::event::Event;
use crate::frame::ChannelActivity;
use crate::id::{ChannelId, UserId};
use crate::limits::UNREAD_COUNT_MAX;
use crate::message::Message;
use crate::snapshot::CourseSnapshot;
use crate::user::Person;

/// A course as one person sees it, kept up to date by the events of
/// `course:` and `user:`. What is listed is said by the one, who is a member by the other, in
/// whatever order the two arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The viewer.
    pub me: UserId,
    /// The course.
    pub course: Course,
    /// Its channels.
    pub channels: BTreeMap<ChannelId, ChannelEntry>,
    /// People in the course.
    pub people_total: i64,
    /// Last event of `course:` that is in here.
    pub cursor: Seq,
    /// Last event of the person's own `user:` that is in here.
    pub user_cursor: Seq,
    /// Channels that have left the course's list: whoever is no member of one does not see it.
    unlisted: BTreeSet<ChannelId>,
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
            me: snapshot.me.id,
            course: snapshot.course.clone(),
            channels: snapshot
                .channels
                .iter()
                .map(|entry| (entry.channel.id, entry.clone()))
                .collect(),
            people_total: snapshot.people_total,
            cursor: snapshot.as_of,
            user_cursor: snapshot.user_as_of,
            unlisted: BTreeSet::new(),
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
            Event::ChannelCreated { channel } => {
                self.unlisted.remove(&channel.id);
                self.upsert(channel);
            }
            Event::ChannelListed { channel } => {
                self.unlisted.remove(&channel.id);
                // A channel that comes into sight with messages in it: only the server can count.
                let is_new = !self.channels.contains_key(&channel.id);
                self.upsert(channel);
                return if is_new { Badge::Recount } else { Badge::Known };
            }
            Event::ChannelUnlisted { channel_id } => {
                self.unlisted.insert(*channel_id);
                self.drop_if_hidden(*channel_id);
            }
            Event::CourseChanged { course } => {
                let my_role = self.course.my_role;
                self.course = Course { my_role, ..course.clone() };
            }
            Event::PersonJoined { person } => {
                self.people_total += 1;
                self.take_person(person);
            }
            Event::PersonChanged { person } => self.take_person(person),
            Event::PersonLeft { user_id } => {
                self.people_total -= 1;
                if *user_id == self.me {
                    self.course.my_role = None;
                }
            }
            _ => {}
        }
        Badge::Known
    }

    /// Applies an event of the person's own subject; one that is already in here changes nothing.
    /// The badge is that of the event's channel.
    pub fn apply_own(&mut self, seq: Seq, event: &Event) -> Badge {
        if seq <= self.user_cursor {
            return Badge::Known;
        }
        self.user_cursor = seq;
        match event {
            Event::AccessGranted { channel, role } if channel.course_id == Some(self.course.id) => {
                let is_new = !self.channels.contains_key(&channel.id);
                self.upsert(channel);
                self.set_role(channel.id, *role);
                let is_there = self.channels.contains_key(&channel.id);
                return if is_new && is_there { Badge::Recount } else { Badge::Known };
            }
            Event::AccessRevoked { channel_id } => self.set_role(*channel_id, None),
            _ => {}
        }
        Badge::Known
    }

    fn set_role(&mut self, id: ChannelId, role: Option<ChannelRole>) {
        if let Some(entry) = self.channels.get_mut(&id) {
            entry.my_role = role;
        }
        self.drop_if_hidden(id);
    }

    /// Forgets a channel of which the person is no member and which the course does not list.
    fn drop_if_hidden(&mut self, id: ChannelId) {
        let is_hidden = self.channels.get(&id).is_some_and(|entry| {
            let is_listed = entry.channel.is_listed() && !self.unlisted.contains(&id);
            entry.my_role.is_none() && !is_listed
        });
        if is_hidden {
            self.channels.remove(&id);
        }
    }

    fn take_person(&mut self, person: &Person) {
        if person.id == self.me {
            self.course.my_role = person.course_role;
        }
    }

    /// Takes over a channel's settings, from whichever subject they came, unless later ones are
    /// known.
    pub fn upsert(&mut self, channel: &Channel) {
        let entry = self.channels.entry(channel.id).or_insert_with(|| ChannelEntry {
            channel: channel.clone(),
            my_role: None,
            unread: Unread::default(),
        });
        if channel.changed_seq >= entry.channel.changed_seq {
            entry.channel.clone_from(channel);
        }
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

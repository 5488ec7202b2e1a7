//! What the server says on the socket.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::channel::Unread;
use protocol::course::Course;
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::frame::ServerFrame;
use protocol::id::{ChannelId, CourseId, UserId};
use protocol::replica::people::People;
use protocol::replica::roster::{Badge, Roster};
use protocol::signal::Signal as Told;
use wasm_bindgen_futures::spawn_local;

use crate::api::channels::load_unread;
use crate::live::browser;
use crate::live::channel::ChannelLive;
use crate::live::link::{Connection, Nudge};
use crate::live::state::{CourseNews, Live};

/// How long the note about restored messages stays.
const RESTORED_NOTE: Duration = Duration::from_secs(10);
/// How long changes are gathered before a count is asked for.
const RECOUNT_AFTER_MS: u32 = 500;

impl Live {
    /// Returns the subjects to follow now and the cursors to follow them from.
    pub(in crate::live) fn wanted(self) -> Vec<(Subject, Seq)> {
        let at = self.at();
        let course =
            at.roster.with_untracked(|roster| (Subject::Course(roster.course.id), roster.cursor));
        let shown = self.shown_channel();
        let shown = shown.map(|channel| (Subject::Channel(channel.id()), channel.cursor()));
        if at.is_gone.get_untracked() {
            return Vec::new();
        }
        let held_back = at.held_back.get_value();
        let wanted = std::iter::once(course).chain(shown);
        wanted.filter(|(subject, _)| !held_back.contains(subject)).collect()
    }

    /// Returns what the greeting says: the epoch of the cursors, and the own subject's cursor.
    pub(in crate::live) fn greeting(self) -> (String, Seq) {
        let at = self.at();
        let user_cursor = at.roster.with_untracked(|roster| roster.user_cursor);
        (at.identity.with_value(|identity| identity.epoch.clone()), user_cursor)
    }

    /// Applies a frame of the server's.
    pub(in crate::live) fn receive(self, frame: ServerFrame) {
        match frame {
            ServerFrame::Hello { epoch, build, user, .. } => self.greeted(&epoch, &build, user),
            ServerFrame::Event { subject, seq, event, .. } => self.apply(subject, seq, &event),
            ServerFrame::Opened { subject: Subject::Channel(id), .. } => self.opened(id),
            ServerFrame::Resync { subject, .. } => self.resync(subject),
            ServerFrame::Activity { channels } => {
                for activity in &channels {
                    let roster = self.at().roster;
                    let badge = roster.try_update(|roster| roster.count_activity(activity));
                    self.settle(activity.channel, badge);
                }
            }
            ServerFrame::Signal { signal: Told::Read { channel, unread }, .. } => {
                self.take_unread(channel, unread);
            }
            ServerFrame::Fault { code, subject: Some(subject), .. } => self.refused(subject, code),
            _ => {}
        }
    }

    /// Says so if the page is of another build than the server.
    pub(in crate::live) fn compare_build(self, build: &str) {
        if self.at().identity.with_value(|identity| identity.build != build) {
            self.at().link.say(Connection::OutOfDate);
        }
    }

    fn greeted(self, epoch: &str, build: &str, user: UserId) {
        let at = self.at();
        let is_same_epoch = at.identity.with_value(|identity| identity.epoch == epoch);
        if !is_same_epoch || user != at.me.with_untracked(|me| me.id) {
            // A restored backup, or somebody else signed in in this browser: everything here is
            // about something else. Drafts and unsent messages are kept.
            return browser::go_to(&browser::current_address());
        }
        let was_lost = at.link.came_up();
        self.compare_build(build);
        if was_lost && let Some(channel) = self.shown_channel() {
            channel.begin_restoring();
            channel.write_marker();
        }
        at.outbox.wake();
    }

    fn apply(self, subject: Subject, seq: Seq, event: &Event) {
        match subject {
            Subject::Channel(id) => {
                if let Event::ChannelChanged { channel } | Event::ChannelArchived { channel } =
                    event
                {
                    self.at().roster.update(|roster| roster.upsert(channel));
                }
                if let Some(channel) = self.kept(id) {
                    channel.apply(seq, event);
                }
            }
            Subject::Course(_) => self.apply_course(seq, event),
            Subject::User(_) => self.apply_own(seq, event),
            Subject::ChannelStaff(_) | Subject::CourseStaff(_) => {}
        }
    }

    fn apply_own(self, seq: Seq, event: &Event) {
        if seq <= self.at().roster.with_untracked(|roster| roster.user_cursor) {
            return;
        }
        let about = match event {
            Event::AccessGranted { channel, .. } => Some(channel.id),
            Event::AccessRevoked { channel_id } => Some(*channel_id),
            _ => None,
        };
        self.change_roster(about, |roster| roster.apply_own(seq, event));
        match event {
            Event::CourseGranted { course } => self.gain_course(course),
            Event::CourseRevoked { course_id } => self.lose_course(*course_id),
            _ => {}
        }
    }

    /// Changes the roster; what it no longer holds of a channel goes from everywhere.
    fn change_roster(self, about: Option<ChannelId>, work: impl FnOnce(&mut Roster) -> Badge) {
        let roster = self.at().roster;
        let find = |roster: &Roster| Some(roster.channels.get(&about?)?.channel.clone());
        let before = roster.with_untracked(find);
        let badge = roster.try_update(work);
        match (about, before, roster.with_untracked(find)) {
            (Some(_), Some(before), None) => self.let_go(before),
            (Some(id), _, Some(_)) => self.settle(id, badge),
            _ => {}
        }
    }

    fn apply_course(self, seq: Seq, event: &Event) {
        let at = self.at();
        if is_about_people(event) {
            for channel in at.kept.get_value() {
                channel.apply_course(event);
            }
            at.people.update(|people| people.apply(seq, event));
        }
        match event {
            Event::PersonChanged { person } if at.me.with_untracked(|me| me.id == person.id) => {
                at.me.update(|me| me.display_name.clone_from(&person.display_name));
            }
            Event::CourseChanged { course } => at.courses.update(|courses| {
                if let Some(known) = courses.iter_mut().find(|known| known.id == course.id) {
                    *known = Course { my_role: known.my_role, ..course.clone() };
                }
            }),
            _ => {}
        }
        let about = match event {
            Event::ChannelListed { channel } => Some(channel.id),
            Event::ChannelUnlisted { channel_id } => Some(*channel_id),
            _ => None,
        };
        self.change_roster(about, |roster| roster.apply(seq, event));
    }

    /// The viewer was enrolled in a course.
    fn gain_course(self, course: &Course) {
        let at = self.at();
        if at.roster.with_untracked(|roster| roster.course.id == course.id) {
            if at.is_gone.get_untracked() {
                browser::go_to(&browser::current_address());
            }
            return;
        }
        if at.courses.with_untracked(|courses| courses.iter().all(|one| one.id != course.id)) {
            at.courses.update(|courses| courses.push(course.clone()));
            at.course_news.set(Some(CourseNews::Joined(course.clone())));
        }
    }

    /// The viewer may not see a course any more: nothing of it stays here.
    pub(super) fn lose_course(self, id: CourseId) {
        let at = self.at();
        let mut lost = None;
        at.courses.update(|courses| {
            let place = courses.iter().position(|course| course.id == id);
            lost = place.map(|place| courses.remove(place));
        });
        if at.roster.with_untracked(|roster| roster.course.id == id) {
            at.is_gone.set(true);
            at.people.set(People::default());
            for channel in at.kept.get_value() {
                channel.clear();
            }
            at.link.nudge(Nudge::Wanted);
        } else if let Some(course) = lost {
            at.course_news.set(Some(CourseNews::Left(course)));
        }
    }

    /// Asks the server for a count that only it can know; once for all that changes meanwhile.
    pub(in crate::live) fn settle(self, channel: ChannelId, badge: Option<Badge>) {
        let recounting = self.at().recounting;
        let is_asked = recounting.with_value(|channels| channels.contains(&channel));
        if badge != Some(Badge::Recount) || is_asked {
            return;
        }
        recounting.update_value(|channels| channels.push(channel));
        spawn_local(async move {
            TimeoutFuture::new(RECOUNT_AFTER_MS).await;
            recounting.try_update_value(|channels| channels.retain(|other| *other != channel));
            let unread = load_unread(channel).await;
            if self.is_alive()
                && let Ok(unread) = unread
            {
                self.take_unread(channel, unread);
            }
        });
    }

    /// Takes over the server's count, or asks again if it is older than what is known.
    pub(in crate::live) fn take_unread(self, channel: ChannelId, unread: Unread) {
        let badge = self.at().roster.try_update(|roster| roster.recount(channel, unread));
        self.settle(channel, badge);
    }

    pub(super) fn shown_channel(self) -> Option<ChannelLive> {
        self.at().shown.get_untracked().and_then(|id| self.kept(id))
    }

    /// Replay met the head.
    fn opened(self, id: ChannelId) {
        let restored = self.at().restored;
        if let Some(count) = self.kept(id).and_then(ChannelLive::end_restoring) {
            restored.set(Some(count));
            let forget = move || {
                restored.try_set(None);
            };
            set_timeout(forget, RESTORED_NOTE);
        }
    }
}

fn is_about_people(event: &Event) -> bool {
    matches!(
        event,
        Event::PersonJoined { .. } | Event::PersonChanged { .. } | Event::PersonLeft { .. }
    )
}

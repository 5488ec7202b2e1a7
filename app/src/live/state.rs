//! The state of one course: its channels and unread counts, the connection, and the channels that
//! have been opened.

use std::collections::BTreeSet;

use leptos::prelude::*;
use protocol::channel::{Channel, ChannelEntry, Unread};
use protocol::course::Course;
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::fault::FaultCode;
use protocol::frame::ServerFrame;
use protocol::id::{ChannelId, MessageId};
use protocol::limits::CHANNELS_KEPT_MAX;
use protocol::message::Message;
use protocol::page::MessagePage;
use protocol::permission::{Action, ChannelFacts, Facts, MessageFacts, Refusal};
use protocol::replica::roster::{Badge, Roster};
use protocol::signal::Signal as Told;
use protocol::snapshot::CourseSnapshot;
use protocol::user::Me;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use crate::address::{channel_address, message_address, sign_in_address};
use crate::api::channels::{OpenedChannel, load_channel, load_unread};
use crate::api::courses::load_course;
use crate::api::error::ApiError;
use crate::live::channel::ChannelLive;
use crate::live::link::{Connection, Link, Nudge};
use crate::live::outgoing::Outbox;
use crate::live::{attention, browser, socket};
use crate::time_text::{TimeText, use_time};

/// How long the note about restored messages stays.
const RESTORED_NOTE_MS: u64 = 10_000;
/// How long a subject that could not be opened is left alone.
const REOPEN_AFTER_MS: u32 = 5_000;
/// How long changes are gathered before a count is asked for.
const RECOUNT_AFTER_MS: u32 = 500;

/// The live state of a course. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Live {
    pub(super) me: RwSignal<Me>,
    pub(super) roster: RwSignal<Roster>,
    pub(super) link: Link,
    pub(super) outbox: Outbox,
    pub(super) time: TimeText,
    pub(super) is_attended: ReadSignal<bool>,
    pub(super) shown: RwSignal<Option<ChannelId>>,
    /// Opened channels, the one shown last at the end.
    kept: StoredValue<Vec<ChannelLive>>,
    /// Counts how often a channel has come on the page: leaving undoes only what is still so.
    showings: StoredValue<u32>,
    course: Memo<Course>,
    people_total: Memo<i64>,
    channels: Memo<Vec<ChannelId>>,
    archived_channels: Memo<Vec<ChannelId>>,
    /// Subjects that must not be opened before something has come back.
    held_back: StoredValue<Vec<Subject>>,
    /// Channels whose count is being asked for.
    recounting: StoredValue<BTreeSet<ChannelId>>,
    identity: StoredValue<Identity>,
    restored: RwSignal<Option<u32>>,
    lost: RwSignal<Option<Channel>>,
    owner: StoredValue<Owner>,
}

/// What the socket's greeting is compared with.
#[derive(Clone)]
struct Identity {
    epoch: String,
    build: String,
    user_cursor: Seq,
}

/// What a channel page's resource holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fetched {
    /// The channel has been opened before and is still here.
    Kept,
    /// What the server answered.
    Opened(OpenedChannel),
}

/// What a channel page shows.
#[derive(Clone)]
pub enum Arrival {
    /// The channel.
    Here(ChannelLive),
    /// The channel has another address now; redirect to it.
    Moved(String),
}

/// Returns the live state of the course around.
///
/// # Panics
/// Outside [`Live::provide`].
pub fn use_live() -> Live {
    expect_context()
}

impl Live {
    /// Builds the state of a snapshot, gives it to everything below, and, in the browser, connects.
    /// `build` is that of the page (`Viewer::build`).
    pub fn provide(snapshot: CourseSnapshot, build: &str) -> Self {
        let roster = RwSignal::new(Roster::new(&snapshot));
        let kept = StoredValue::new(Vec::new());
        let acknowledge = move |message: &Message| {
            if let Some(channel) = find(kept, message.channel_id) {
                channel.put(message);
            }
        };
        let live = Self {
            roster,
            link: Link::new(),
            outbox: Outbox::new(snapshot.me.id, acknowledge),
            time: use_time(),
            is_attended: attention::watch(),
            shown: RwSignal::new(None),
            kept,
            showings: StoredValue::new(0),
            course: Memo::new(move |_| roster.with(|roster| roster.course.clone())),
            people_total: Memo::new(move |_| roster.with(|roster| roster.people_total)),
            channels: Memo::new(move |_| {
                roster.with(|roster| sorted(roster, |channel| channel.archived_at.is_none()))
            }),
            archived_channels: Memo::new(move |_| {
                roster.with(|roster| sorted(roster, |channel| channel.archived_at.is_some()))
            }),
            held_back: StoredValue::new(Vec::new()),
            recounting: StoredValue::new(BTreeSet::new()),
            identity: StoredValue::new(Identity {
                epoch: snapshot.epoch,
                build: build.to_owned(),
                user_cursor: snapshot.user_as_of,
            }),
            restored: RwSignal::new(None),
            lost: RwSignal::new(None),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            me: RwSignal::new(snapshot.me),
        };
        provide_context(live);
        Effect::new(move || socket::start(live));
        live
    }

    /// Returns the signed-in person.
    pub fn me(self) -> Signal<Me> {
        self.me.into()
    }

    /// Takes over the person's own new name.
    pub fn take_me(self, me: Me) {
        self.me.set(me);
    }

    /// Returns the course.
    pub fn course(self) -> Memo<Course> {
        self.course
    }

    /// Returns the number of people in the course.
    pub fn people_total(self) -> Memo<i64> {
        self.people_total
    }

    /// Returns the channels in use, by name.
    pub fn channels(self) -> Memo<Vec<ChannelId>> {
        self.channels
    }

    /// Returns the archived channels, by name.
    pub fn archived_channels(self) -> Memo<Vec<ChannelId>> {
        self.archived_channels
    }

    /// Returns a channel with its unread count; none once it is gone.
    pub fn entry(self, id: ChannelId) -> Memo<Option<ChannelEntry>> {
        Memo::new(move |_| self.roster.with(|roster| roster.channels.get(&id).cloned()))
    }

    /// Returns the channel that is shown.
    pub fn shown(self) -> Signal<Option<ChannelId>> {
        self.shown.into()
    }

    /// Returns the address of a channel; that of the course's people once it is gone. Tracks its
    /// name.
    pub fn address(self, id: ChannelId) -> String {
        self.roster.with(|roster| {
            let slug = &roster.course.slug;
            match roster.channels.get(&id) {
                Some(entry) => channel_address(slug, &entry.channel.name),
                None => crate::address::people_address(slug),
            }
        })
    }

    /// Whether the viewer may do something, in a channel or in the course. Tracks what decides.
    pub fn decide(self, action: Action, channel: Option<ChannelId>) -> Result<(), Refusal> {
        self.facts(channel, None).decide(action)
    }

    pub(super) fn facts(self, channel: Option<ChannelId>, message: Option<MessageFacts>) -> Facts {
        let account = self.me.with(|me| me.role);
        self.roster.with(|roster| Facts {
            account,
            course: roster.course.my_role,
            channel: channel.and_then(|id| roster.channels.get(&id)).map(|entry| ChannelFacts {
                kind: entry.channel.kind,
                is_archived: entry.channel.archived_at.is_some(),
                role: entry.my_role,
            }),
            message,
        })
    }

    /// Takes over a channel that the server returned for one's own request.
    pub fn take_channel(self, channel: &Channel) {
        self.roster.update(|roster| roster.upsert(channel));
    }

    /// Returns what to say about the connection.
    pub fn connection(self) -> Signal<Connection> {
        self.link.connection()
    }

    /// Whether live updates arrive now.
    pub fn is_connected(self) -> Signal<bool> {
        self.link.is_connected()
    }

    /// Returns the seconds until the next attempt to connect.
    pub fn retry_in_s(self) -> Signal<u32> {
        self.link.retry_in_s()
    }

    /// Tries to connect at once.
    pub fn retry_now(self) {
        self.link.nudge(Nudge::Probe);
        self.outbox.wake();
    }

    /// Returns how many messages of the shown channel came after the connection had been lost; for
    /// a few seconds, and never zero.
    pub fn restored(self) -> Signal<Option<u32>> {
        self.restored.into()
    }

    /// Returns the channel that the viewer just lost access to while it was shown.
    pub fn lost(self) -> Signal<Option<Channel>> {
        self.lost.into()
    }

    /// Loads what stands at a channel's address. What has been opened before is there at once.
    pub async fn fetch(self, name: String, message: Option<MessageId>) -> Result<Fetched, ApiError> {
        let kept = self.kept_by_name(&name);
        if kept.is_some_and(|kept| message.is_none_or(|id| kept.has_loaded(id))) {
            return Ok(Fetched::Kept);
        }
        let slug = self.slug();
        load_channel(slug, name, message).await.map(Fetched::Opened)
    }

    /// Shows what was fetched, until the caller's owner is cleaned up. With a message, the log
    /// goes to it. None if what was kept has been dropped meanwhile: fetch again.
    pub fn enter(
        self,
        fetched: &Fetched,
        name: &str,
        message: Option<MessageId>,
    ) -> Option<Arrival> {
        let channel = match fetched {
            Fetched::Kept => self.kept_by_name(name)?,
            Fetched::Opened(OpenedChannel::Here(snapshot)) => {
                self.roster.update(|roster| roster.enter(&snapshot.entry));
                match self.opened_before(snapshot.entry.channel.id) {
                    Some(channel) => {
                        channel.move_to(snapshot.page.clone(), message);
                        channel
                    }
                    None => self.keep(snapshot.entry.channel.id, snapshot.page.clone()),
                }
            }
            Fetched::Opened(OpenedChannel::Moved { name }) => {
                let slug = self.slug();
                return Some(Arrival::Moved(match message {
                    Some(id) => message_address(&slug, name, id),
                    None => channel_address(&slug, name),
                }));
            }
        };
        self.show(channel, message);
        Some(Arrival::Here(channel))
    }

    /// Shows a channel until the current owner is cleaned up.
    fn show(self, channel: ChannelLive, message: Option<MessageId>) {
        let id = channel.id();
        self.kept.update_value(|kept| {
            kept.retain(|other| other.id() != id);
            kept.push(channel);
        });
        let was_shown = self.shown.get_untracked() == Some(id);
        let showing = self.showings.try_update_value(|count| {
            *count += 1;
            *count
        });
        self.shown.set(Some(id));
        self.lost.set(None);
        if was_shown { channel.aim(message) } else { channel.appear(message) }
        Effect::new(move || {
            self.link.nudge(Nudge::Wanted);
        });
        channel.settle(message);
        on_cleanup(move || {
            // Another showing may have begun before this one ends.
            if self.showings.try_get_value() == showing {
                channel.disappear();
                self.shown.try_set(None);
                self.link.nudge(Nudge::Wanted);
            }
        });
    }

    /// Keeps a newly opened channel, in place of the one that was shown least recently.
    fn keep(self, id: ChannelId, page: MessagePage) -> ChannelLive {
        let owner = self.owner.with_value(Owner::clone);
        let channel = owner.with(|| ChannelLive::new(self, id, page));
        let shown = self.shown.get_untracked();
        let dropped = self.kept.try_update_value(|kept| {
            kept.push(channel);
            let oldest = kept.iter().position(|other| {
                Some(other.id()) != shown && other.id() != id
            });
            oldest.filter(|_| kept.len() > CHANNELS_KEPT_MAX).map(|oldest| kept.remove(oldest))
        });
        if let Some(dropped) = dropped.flatten() {
            dropped.dispose();
        }
        channel
    }

    pub(super) fn slug(self) -> String {
        self.roster.with_untracked(|roster| roster.course.slug.clone())
    }

    fn opened_before(self, id: ChannelId) -> Option<ChannelLive> {
        find(self.kept, id)
    }

    fn kept_by_name(self, name: &str) -> Option<ChannelLive> {
        let id = self.roster.with_untracked(|roster| {
            let mut entries = roster.channels.values();
            entries.find(|entry| entry.channel.name == name).map(|entry| entry.channel.id)
        });
        id.and_then(|id| self.opened_before(id))
    }

    /// Returns the subjects to follow now and the cursors to follow them from.
    pub(super) fn wanted(self) -> Vec<(Subject, Seq)> {
        let course = self.roster.with_untracked(|roster| {
            (Subject::Course(roster.course.id), roster.cursor)
        });
        let shown = self.shown.get_untracked().and_then(|id| self.opened_before(id));
        let shown = shown.map(|channel| (Subject::Channel(channel.id()), channel.cursor()));
        let held_back = self.held_back.get_value();
        let wanted = std::iter::once(course).chain(shown);
        wanted.filter(|(subject, _)| !held_back.contains(subject)).collect()
    }

    /// Returns what the greeting says: the epoch of the cursors, and the own subject's cursor.
    pub(super) fn greeting(self) -> (String, Seq) {
        self.identity.with_value(|identity| (identity.epoch.clone(), identity.user_cursor))
    }

    /// Whether the course is still on the page.
    pub(super) fn is_alive(self) -> bool {
        self.roster.try_with_untracked(|_| ()).is_some()
    }

    /// Applies a frame of the server's.
    pub(super) fn receive(self, frame: ServerFrame) {
        match frame {
            ServerFrame::Hello { epoch, build, user, .. } => {
                self.identity.update_value(|identity| identity.epoch = epoch);
                if user != self.me.with_untracked(|me| me.id) {
                    return browser::go_to(&browser::current_address());
                }
                let was_lost = self.link.came_up();
                self.compare_build(&build);
                if was_lost && let Some(channel) = self.shown_channel() {
                    channel.begin_restoring();
                    channel.write_marker();
                }
                self.outbox.wake();
            }
            ServerFrame::Event { subject, seq, event, .. } => self.apply(subject, seq, &event),
            ServerFrame::Opened { subject: Subject::Channel(id), .. } => self.opened(id),
            ServerFrame::Resync { subject, .. } => self.resync(subject),
            ServerFrame::Activity { channels } => {
                for activity in &channels {
                    let badge = self.roster.try_update(|roster| roster.count_activity(activity));
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
    pub(super) fn compare_build(self, build: &str) {
        if self.identity.with_value(|identity| identity.build != build) {
            self.link.say(Connection::OutOfDate);
        }
    }

    /// Leaves for the sign-in page; drafts and unsent messages stay in the browser.
    pub(super) fn sign_out(self) {
        self.link.say(Connection::SignedOut);
        browser::go_to(&sign_in_address(&browser::current_address()));
    }

    fn apply(self, subject: Subject, seq: Seq, event: &Event) {
        match subject {
            Subject::Channel(id) => {
                if let Event::ChannelChanged { channel } | Event::ChannelArchived { channel } = event
                {
                    self.roster.update(|roster| roster.upsert(channel));
                }
                if let Some(channel) = self.opened_before(id) {
                    channel.apply(seq, event);
                }
            }
            Subject::Course(_) => self.apply_course(seq, event),
            Subject::User(_) => self.identity.update_value(|identity| {
                identity.user_cursor = identity.user_cursor.max(seq);
            }),
            Subject::ChannelStaff(_) | Subject::CourseStaff(_) => {}
        }
    }

    fn apply_course(self, seq: Seq, event: &Event) {
        if let Event::ChannelUnlisted { channel_id } = event {
            self.lose(*channel_id);
        }
        if let Event::PersonChanged { person } = event {
            for channel in self.kept.get_value() {
                channel.take_person(person);
            }
            if self.me.with_untracked(|me| me.id == person.id) {
                self.me.update(|me| me.display_name.clone_from(&person.display_name));
            }
        }
        let badge = self.roster.try_update(|roster| roster.apply(seq, event));
        if let Event::ChannelCreated { channel } | Event::ChannelListed { channel } = event {
            self.settle(channel.id, badge);
        }
    }

    /// Asks the server for a count that only it can know; once for all that changes meanwhile.
    pub(super) fn settle(self, channel: ChannelId, badge: Option<Badge>) {
        let is_new = || self.recounting.try_update_value(|channels| channels.insert(channel));
        if badge != Some(Badge::Recount) || is_new() != Some(true) {
            return;
        }
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(RECOUNT_AFTER_MS).await;
            self.recounting.try_update_value(|channels| channels.remove(&channel));
            if let Ok(unread) = load_unread(channel).await {
                self.take_unread(channel, unread);
            }
        });
    }

    /// Takes over the server's count, or asks again if it is older than what is known.
    pub(super) fn take_unread(self, channel: ChannelId, unread: Unread) {
        let badge = self.roster.try_update(|roster| roster.recount(channel, unread));
        self.settle(channel, badge);
    }

    pub(super) fn shown_channel(self) -> Option<ChannelLive> {
        self.shown.try_get_untracked().flatten().and_then(|id| self.opened_before(id))
    }

    /// Replay met the head.
    fn opened(self, id: ChannelId) {
        if let Some(count) = self.opened_before(id).and_then(ChannelLive::end_restoring) {
            self.restored.set(Some(count));
            let forget = move || {
                self.restored.try_set(None);
            };
            set_timeout(forget, std::time::Duration::from_millis(RESTORED_NOTE_MS));
        }
    }

    /// A cursor is unusable: takes a fresh snapshot, then follows again.
    fn resync(self, subject: Subject) {
        self.hold_back(subject);
        spawn_local(async move {
            let is_done = match subject {
                Subject::Channel(id) => self.reload_channel(id).await,
                Subject::Course(_) => self.reload_course().await,
                _ => return,
            };
            if !is_done {
                gloo_timers::future::TimeoutFuture::new(REOPEN_AFTER_MS).await;
            }
            self.release(subject);
        });
    }

    async fn reload_channel(self, id: ChannelId) -> bool {
        let name = self.roster.try_with_untracked(|roster| {
            roster.channels.get(&id).map(|entry| entry.channel.name.clone())
        });
        let (Some(Some(name)), Some(channel)) = (name, self.opened_before(id)) else { return true };
        match load_channel(self.slug(), name, channel.place()).await {
            Ok(OpenedChannel::Here(snapshot)) if self.is_alive() => {
                channel.replace(snapshot.page);
                self.roster.update(|roster| roster.enter(&snapshot.entry));
                true
            }
            Err(ApiError(fault)) if fault.code == FaultCode::NotFound => {
                self.lose(id);
                true
            }
            _ => false,
        }
    }

    async fn reload_course(self) -> bool {
        let Ok(snapshot) = load_course(self.slug()).await else { return false };
        self.identity.try_update_value(|identity| {
            identity.user_cursor = snapshot.user_as_of;
            identity.epoch.clone_from(&snapshot.epoch);
        });
        self.roster.try_set(Roster::new(&snapshot));
        self.me.try_set(snapshot.me);
        true
    }

    /// A subject could not be opened.
    fn refused(self, subject: Subject, code: FaultCode) {
        let is_denied = matches!(
            code,
            FaultCode::NotFound | FaultCode::Forbidden | FaultCode::OversightRequired
        );
        match subject {
            Subject::Channel(id) if is_denied => self.lose(id),
            Subject::Course(_) if is_denied => browser::go_to("/"),
            _ => {
                self.hold_back(subject);
                spawn_local(async move {
                    gloo_timers::future::TimeoutFuture::new(REOPEN_AFTER_MS).await;
                    self.release(subject);
                });
            }
        }
    }

    /// Drops all data of a channel that the viewer may no longer see.
    fn lose(self, id: ChannelId) {
        let mut lost = None;
        self.roster.update(|roster| lost = roster.channels.remove(&id));
        let dropped = self.kept.try_update_value(|kept| {
            let index = kept.iter().position(|channel| channel.id() == id);
            index.map(|index| kept.remove(index))
        });
        let Some(dropped) = dropped.flatten() else { return };
        dropped.clear();
        if self.shown.get_untracked() == Some(id) {
            // What is on the page still reads its signals; they go with the course.
            self.lost.set(lost.map(|entry| entry.channel));
        } else {
            dropped.dispose();
        }
        self.link.nudge(Nudge::Wanted);
    }

    fn hold_back(self, subject: Subject) {
        self.held_back.update_value(|held_back| {
            if !held_back.contains(&subject) {
                held_back.push(subject);
            }
        });
    }

    fn release(self, subject: Subject) {
        self.held_back.try_update_value(|held_back| held_back.retain(|other| *other != subject));
        self.link.nudge(Nudge::Wanted);
    }
}

fn find(kept: StoredValue<Vec<ChannelLive>>, id: ChannelId) -> Option<ChannelLive> {
    kept.try_with_value(|kept| kept.iter().find(|channel| channel.id() == id).copied()).flatten()
}

/// Returns the listed channels by name.
fn sorted(roster: &Roster, is_listed: impl Fn(&Channel) -> bool) -> Vec<ChannelId> {
    let channels = roster.channels.values().map(|entry| &entry.channel);
    let mut listed: Vec<_> = channels
        .filter(|channel| is_listed(channel))
        .map(|channel| (channel.name.to_lowercase(), channel.id))
        .collect();
    listed.sort();
    listed.into_iter().map(|(_, id)| id).collect()
}

//! The state of one course: its channels and unread counts, the connection, and the channels that
//! have been opened.

mod receiving;
mod recovery;
mod showing;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use protocol::channel::{Channel, ChannelEntry};
use protocol::course::Course;
use protocol::cursor::Subject;
use protocol::id::{ChannelId, ClientMessageId};
use protocol::message::Message;
use protocol::permission::{
    Action, ChannelFacts, Facts, MessageFacts, PersonAction, PersonFacts, Refusal,
};
use protocol::replica::people::People;
use protocol::replica::roster::Roster;
use protocol::snapshot::CourseSnapshot;
use protocol::user::Me;

use crate::address::{channel_address, people_address};
use crate::live::channel::ChannelLive;
use crate::live::link::{Connection, Link, Nudge};
use crate::live::outgoing::Outbox;
pub use crate::live::state::showing::{Arrival, Fetched};
use crate::live::{attention, socket};
use crate::reactive::effect;
use crate::time_text::{TimeText, use_time};

/// The live state of a course. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Live {
    parts: StoredValue<Arc<Parts>>,
}

/// What a course's live state is made of.
pub(super) struct Parts {
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
    recounting: StoredValue<Vec<ChannelId>>,
    identity: StoredValue<Identity>,
    restored: RwSignal<Option<u32>>,
    lost: RwSignal<Option<Channel>>,
    courses: RwSignal<Vec<Course>>,
    /// A course that came or went while another one is on the page.
    course_news: RwSignal<Option<CourseNews>>,
    is_gone: RwSignal<bool>,
    people: RwSignal<People>,
    /// Where opened channels live: as long as the course, not as long as the page that opened them.
    owner: Option<WeakOwner>,
}

/// What happened to the viewer in another course than the one on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CourseNews {
    /// They were enrolled.
    Joined(Course),
    /// They are no longer enrolled.
    Left(Course),
}

/// What the socket's greeting is compared with.
#[derive(Clone)]
struct Identity {
    epoch: String,
    build: String,
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
    pub fn provide(snapshot: CourseSnapshot, courses: Vec<Course>, build: &str) -> Self {
        let roster = RwSignal::new(Roster::new(&snapshot));
        let kept = StoredValue::new(Vec::new());
        let acknowledge = Callback::from(move |message: Message| {
            if let Some(channel) = find(kept, message.channel_id) {
                channel.put(&message);
            }
        });
        let parts = Parts {
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
            recounting: StoredValue::new(Vec::new()),
            identity: StoredValue::new(Identity { epoch: snapshot.epoch, build: build.to_owned() }),
            restored: RwSignal::new(None),
            lost: RwSignal::new(None),
            courses: RwSignal::new(courses),
            course_news: RwSignal::new(None),
            is_gone: RwSignal::new(false),
            people: RwSignal::new(People::default()),
            owner: Owner::current().map(|owner| owner.downgrade()),
            me: RwSignal::new(snapshot.me),
        };
        let live = Self { parts: StoredValue::new(Arc::new(parts)) };
        provide_context(live);
        effect(move || socket::start(live));
        live
    }

    /// Returns the parts.
    ///
    /// # Panics
    /// Once the course is off the page: what comes back later asks [`Live::is_alive`] first.
    pub(super) fn at(self) -> Arc<Parts> {
        self.parts.get_value()
    }

    /// Returns the signed-in person.
    pub fn me(self) -> Signal<Me> {
        self.at().me.into()
    }

    /// Takes over the person's own new name.
    pub fn take_me(self, me: Me) {
        self.at().me.set(me);
    }

    /// Returns the course.
    pub fn course(self) -> Memo<Course> {
        self.at().course
    }

    /// Takes over the course as the server returned it for one's own request.
    pub fn take_course(self, course: Course) {
        self.at().roster.update(|roster| roster.course = course);
    }

    /// Returns the courses that the viewer can see.
    pub fn courses(self) -> Signal<Vec<Course>> {
        self.at().courses.into()
    }

    /// Returns the last course that came or went while this one was on the page.
    pub fn course_news(self) -> Signal<Option<CourseNews>> {
        self.at().course_news.into()
    }

    /// Whether the viewer may not see the course any more.
    pub fn is_gone(self) -> Signal<bool> {
        self.at().is_gone.into()
    }

    /// Returns the people of the course that are loaded.
    pub fn people(self) -> RwSignal<People> {
        self.at().people
    }

    /// Returns the number of people in the course.
    pub fn people_total(self) -> Memo<i64> {
        self.at().people_total
    }

    /// Returns the channels in use, by name.
    pub fn channels(self) -> Memo<Vec<ChannelId>> {
        self.at().channels
    }

    /// Returns the archived channels, by name.
    pub fn archived_channels(self) -> Memo<Vec<ChannelId>> {
        self.at().archived_channels
    }

    /// Returns a channel with its unread count; none once it is gone.
    pub fn entry(self, id: ChannelId) -> Memo<Option<ChannelEntry>> {
        Memo::new(move |_| self.at().roster.with(|roster| roster.channels.get(&id).cloned()))
    }

    /// Returns the channel that is shown.
    pub fn shown(self) -> Signal<Option<ChannelId>> {
        self.at().shown.into()
    }

    /// Returns the address of a channel; that of the course's people once it is gone. Tracks its
    /// name.
    pub fn address(self, id: ChannelId) -> String {
        self.at().roster.with(|roster| {
            let slug = &roster.course.slug;
            match roster.channels.get(&id) {
                Some(entry) => channel_address(slug, &entry.channel.name),
                None => people_address(slug),
            }
        })
    }

    /// Whether the viewer may make a channel of any kind. Tracks what decides.
    pub fn can_create(self) -> bool {
        let may = |action| self.decide(action, None).is_ok();
        may(Action::CreateChannel) || may(Action::CreateGroup)
    }

    /// Whether the viewer may do something, in a channel or in the course. Tracks what decides.
    pub fn decide(self, action: Action, channel: Option<ChannelId>) -> Result<(), Refusal> {
        self.facts(channel, None).decide(action)
    }

    /// Whether the viewer may do something to a person's place in the course. Tracks what decides.
    pub fn decide_on(self, action: PersonAction, person: PersonFacts) -> Result<(), Refusal> {
        self.facts(None, None).decide_on(action, person)
    }

    pub(super) fn facts(self, channel: Option<ChannelId>, message: Option<MessageFacts>) -> Facts {
        let account = self.at().me.with(|me| me.role);
        self.at().roster.with(|roster| Facts {
            account,
            course: roster.course.my_role,
            students_create_groups: roster.course.students_create_groups,
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
        self.at().roster.update(|roster| roster.upsert(channel));
    }

    /// Returns what to say about the connection.
    pub fn connection(self) -> Signal<Connection> {
        self.at().link.connection()
    }

    /// Whether live updates arrive now.
    pub fn is_connected(self) -> Signal<bool> {
        self.at().link.is_connected()
    }

    /// Returns the seconds until the next attempt to connect.
    pub fn retry_in_s(self) -> Signal<u32> {
        self.at().link.retry_in_s()
    }

    /// Tries to connect at once.
    pub fn retry_now(self) {
        self.at().link.nudge(Nudge::Probe);
        self.at().outbox.wake();
    }

    /// Waits for at least a pause, and while the connection is known to be lost.
    pub async fn until_reachable(self, pause_ms: u32) {
        if self.is_alive() {
            let link = self.at().link;
            link.until_reachable(pause_ms).await;
        }
    }

    /// Returns the keys and words of messages that were refused and whose channel the viewer cannot see.
    pub fn stranded(self) -> Vec<(ClientMessageId, String)> {
        let at = self.at();
        at.roster.with(|roster| at.outbox.stranded(|id| roster.channels.contains_key(&id)))
    }

    /// Forgets a message that cannot be sent.
    pub fn discard_stranded(self, key: ClientMessageId) {
        self.at().outbox.remove(key);
    }

    /// Returns how many messages of the viewer's own are not sent yet, in all tabs of this browser.
    pub fn count_unsent(self) -> u32 {
        u32::try_from(self.at().outbox.count_kept()).unwrap_or(u32::MAX)
    }

    /// Returns how many messages of the shown channel came after the connection had been lost; for
    /// a few seconds, and never zero.
    pub fn restored(self) -> Signal<Option<u32>> {
        self.at().restored.into()
    }

    /// Whether the viewer sees a channel. Tracks it.
    pub fn has_channel(self, id: ChannelId) -> bool {
        self.at().roster.with(|roster| roster.channels.contains_key(&id))
    }

    /// Returns the address of another channel than one: the course's general one, or the first.
    pub fn elsewhere(self, id: ChannelId) -> String {
        let channels = self.channels().get();
        let others = || channels.iter().copied().filter(|other| *other != id);
        let general = self.at().roster.with(|roster| {
            others().find(|other| {
                roster.channels.get(other).is_some_and(|entry| entry.channel.name == "general")
            })
        });
        match general.or_else(|| others().next()) {
            Some(other) => self.address(other),
            None => self.course().with(|course| people_address(&course.slug)),
        }
    }

    /// Returns the channel that the viewer just lost access to while it was shown.
    pub fn lost(self) -> Signal<Option<Channel>> {
        self.at().lost.into()
    }

    /// Whether the course is still on the page.
    pub(super) fn is_alive(self) -> bool {
        self.parts.try_with_value(|_| ()).is_some()
    }

    pub(super) fn slug(self) -> String {
        self.at().roster.with_untracked(|roster| roster.course.slug.clone())
    }

    /// Returns a channel that has been opened and not been dropped.
    fn kept(self, id: ChannelId) -> Option<ChannelLive> {
        find(self.at().kept, id)
    }
}

fn find(kept: StoredValue<Vec<ChannelLive>>, id: ChannelId) -> Option<ChannelLive> {
    kept.try_with_value(|kept| kept.iter().find(|channel| channel.id() == id).copied()).flatten()
}

/// Returns the listed channels by name. Other alphabets' capitals come first: folding them needs tables that
/// weigh 5 kB in the browser.
fn sorted(roster: &Roster, is_listed: impl Fn(&Channel) -> bool) -> Vec<ChannelId> {
    let channels = roster.channels.values().map(|entry| &entry.channel);
    let mut listed: Vec<_> = channels
        .filter(|channel| is_listed(channel))
        .map(|channel| (channel.name.to_ascii_lowercase(), channel.id))
        .collect();
    listed.sort_unstable();
    listed.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests;

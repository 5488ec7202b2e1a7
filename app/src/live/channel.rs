//! One opened channel: what the pages read of it and do in it.

mod applying;
mod editing;
mod marking;
mod paging;
mod reading;
mod sections;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use protocol::channel::{ChannelEntry, ChannelKind};
use protocol::cursor::Seq;
use protocol::fault::Fault;
use protocol::id::{ChannelId, ClientMessageId, MessageId};
use protocol::message::Message;
use protocol::page::MessagePage;
use protocol::permission::{Action, MessageFacts, Refusal};
use protocol::replica::timeline::Timeline;
use protocol::time::Timestamp;

use crate::api::error::ApiError;
use crate::api::messages::delete_message;
use crate::live::channel::applying::contents_of;
pub use crate::live::channel::editing::{BegunIn, Editing};
pub use crate::live::channel::paging::Loading;
pub(in crate::live) use crate::live::channel::reading::Arriving;
pub use crate::live::channel::reading::UnreadRule;
pub use crate::live::channel::sections::SectionId;
pub(in crate::live) use crate::live::channel::sections::Sections;
use crate::live::draft::Draft;
use crate::live::row::{Log, Row, build};
use crate::live::state::Live;

/// An opened channel. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct ChannelLive {
    id: ChannelId,
    live: Live,
    parts: StoredValue<Arc<Parts>>,
}

/// What an opened channel's state is made of.
struct Parts {
    timeline: RwSignal<Timeline>,
    /// One signal for each message of the window.
    contents: StoredValue<BTreeMap<Seq, ArcRwSignal<Message>>>,
    /// Which messages were loaded together.
    sections: StoredValue<Sections>,
    /// Counts changes of the window that may change its rows.
    shape: RwSignal<u64>,
    /// The unread rule stands above the first message after this position.
    unread_after: RwSignal<Option<Seq>>,
    rows: Memo<Vec<(SectionId, Row)>>,
    unread: Memo<Option<UnreadRule>>,
    entry: Memo<Option<ChannelEntry>>,
    draft: Draft,
    editing: Editing,
    target: RwSignal<Option<MessageId>>,
    is_at_end: RwSignal<bool>,
    new_below: RwSignal<u32>,
    loading: RwSignal<Option<Loading>>,
    /// Counts loads: of two that overlap the later one matters.
    loads: StoredValue<u32>,
    load_fault: RwSignal<Option<Fault>>,
    /// When the read marker was written last, or will be written next.
    marked_at: StoredValue<Timestamp>,
    /// The read marker that the server knows of.
    marked: StoredValue<Seq>,
    /// Messages that came by replay since the connection was lost; none while nothing was lost.
    restoring: StoredValue<Option<u32>>,
    /// Counts changes of who is a member.
    member_changes: RwSignal<u32>,
    /// Counts changes of what is pinned.
    pin_changes: RwSignal<u32>,
    owner: StoredValue<Owner>,
}

impl ChannelLive {
    /// Builds the state of a first page.
    pub(super) fn new(live: Live, id: ChannelId, page: MessagePage) -> Self {
        let owner = Owner::new();
        let kept_owner = StoredValue::new(owner.clone());
        owner.with(|| {
            let timeline = Timeline::new(live.at().me.with_untracked(|me| me.id), page);
            let contents = StoredValue::new(contents_of(&timeline));
            let mut sections = Sections::default();
            sections.begin_at(timeline.first_position());
            let sections = StoredValue::new(sections);
            let shape = RwSignal::new(0);
            let unread_after = RwSignal::new(None);
            let me = live.at().me.with_untracked(|me| me.id);
            let timeline = RwSignal::new(timeline);
            let rows = Memo::new(move |_| {
                shape.track();
                let outgoing = live.at().outbox.of(id);
                let contents = contents.read_value();
                let sections = sections.read_value();
                let log = Log {
                    contents: &contents,
                    sections: &sections,
                    outgoing: &outgoing,
                    me,
                    unread_after: unread_after.get(),
                    has_before: timeline.with(Timeline::has_before),
                };
                build(&log, |at| live.at().time.local(at))
            });
            let unread = Memo::new(move |_| {
                shape.track();
                let after = unread_after.get()?;
                contents.with_value(|contents| reading::rule(contents, me, after))
            });
            let parts = Parts {
                timeline,
                contents,
                sections,
                shape,
                unread_after,
                rows,
                unread,
                entry: live.entry(id),
                draft: Draft::new(me, id),
                editing: Editing::new(me, id),
                target: RwSignal::new(None),
                is_at_end: RwSignal::new(false),
                new_below: RwSignal::new(0),
                loading: RwSignal::new(None),
                loads: StoredValue::new(0),
                load_fault: RwSignal::new(None),
                marked_at: StoredValue::new(Timestamp(0)),
                marked: StoredValue::new(Seq(0)),
                restoring: StoredValue::new(None),
                member_changes: RwSignal::new(0),
                pin_changes: RwSignal::new(0),
                owner: kept_owner,
            };
            Self { id, live, parts: StoredValue::new(Arc::new(parts)) }
        })
    }

    /// Returns the parts.
    ///
    /// # Panics
    /// Once the channel is dropped: what comes back later asks [`ChannelLive::is_alive`] first.
    fn at(self) -> Arc<Parts> {
        self.parts.get_value()
    }

    fn is_alive(self) -> bool {
        self.parts.try_with_value(|_| ()).is_some()
    }

    /// Returns the channel's id.
    pub fn id(self) -> ChannelId {
        self.id
    }

    /// Returns the channel with its unread count; none once the viewer lost access.
    pub fn entry(self) -> Memo<Option<ChannelEntry>> {
        self.at().entry
    }

    /// Returns the rows of the log, oldest first, each with the section it is in. Rows of one
    /// section follow one another.
    pub fn rows(self) -> Memo<Vec<(SectionId, Row)>> {
        self.at().rows
    }

    /// Returns the channel's name. Tracks it.
    pub fn name(self) -> String {
        self.at().entry.with(|entry| {
            entry.as_ref().map(|entry| entry.channel.name.clone()).unwrap_or_default()
        })
    }

    /// Whether the channel is a group. Tracks it.
    pub fn is_group(self) -> bool {
        self.at().entry.with(|entry| {
            entry.as_ref().is_some_and(|entry| entry.channel.kind == ChannelKind::Private)
        })
    }

    /// Returns a count that rises whenever it changes who is a member, and as what.
    pub fn member_changes(self) -> Signal<u32> {
        self.at().member_changes.into()
    }

    /// Returns a count that rises whenever it may change what is pinned, and what it says.
    pub fn pin_changes(self) -> Signal<u32> {
        self.at().pin_changes.into()
    }

    /// Whether the channel has no messages at all.
    pub fn is_empty(self) -> bool {
        self.at()
            .timeline
            .with(|timeline| timeline.is_empty() && !timeline.has_before() && !timeline.has_after())
            && self.live.at().outbox.of(self.id).is_empty()
    }

    /// Returns a message that is loaded.
    pub fn message(self, id: MessageId) -> Option<Message> {
        self.at().timeline.with(|timeline| timeline.find(id).cloned())
    }

    /// Whether there are older messages.
    pub fn has_before(self) -> bool {
        self.at().timeline.with(Timeline::has_before)
    }

    /// Whether there are newer messages that are not loaded: the log does not reach the live end.
    pub fn has_after(self) -> bool {
        self.at().timeline.with(Timeline::has_after)
    }

    /// Returns the position of the oldest loaded message.
    pub fn first_position(self) -> Option<Seq> {
        self.at().timeline.with(Timeline::first_position)
    }

    /// Returns the position of the newest loaded message.
    pub fn last_position(self) -> Option<Seq> {
        self.at().timeline.with(Timeline::last_position)
    }

    /// Whether the viewer may do something here. Tracks what decides.
    pub fn decide(self, action: Action) -> Result<(), Refusal> {
        self.live.decide(action, Some(self.id))
    }

    /// Whether the viewer may do something with a message. Tracks what decides, the time included.
    pub fn decide_own(self, action: Action, message: &Message) -> Result<(), Refusal> {
        let me = self.live.at().me.with(|me| me.id);
        let facts = MessageFacts {
            is_own: message.author.as_ref().is_some_and(|author| author.id == me),
            age_ms: self.live.at().time.now().since_ms(message.created_at),
        };
        self.live.facts(Some(self.id), Some(facts)).decide(action)
    }

    /// Deletes a message of the viewer's own.
    pub async fn delete(self, id: MessageId) -> Result<(), ApiError> {
        let tombstone = delete_message(id).await?;
        if self.is_alive() {
            self.put(&tombstone);
        }
        Ok(())
    }

    /// Returns what has been typed here and not sent.
    pub fn draft(self) -> Signal<String> {
        self.at().draft.text()
    }

    /// Replaces what has been typed; the browser keeps it.
    pub fn set_draft(self, text: String) {
        self.at().draft.set(text);
    }

    /// Sends what has been typed: it stands in the log at once, the draft is emptied, and the log
    /// goes to its end. Refuses a message that is empty or too long; the draft then stays.
    pub fn send(self, text: &str) -> Result<(), Fault> {
        self.live.at().outbox.push(self.id, text)?;
        self.at().draft.set(String::new());
        self.at().unread_after.set(None);
        self.jump_to_latest();
        Ok(())
    }

    /// Sends a message again that the server had refused.
    pub fn retry(self, key: ClientMessageId) {
        self.live.at().outbox.retry(key);
    }

    /// Forgets a message that is not sent.
    pub fn discard(self, key: ClientMessageId) {
        self.live.at().outbox.remove(key);
    }

    /// Takes a message that is not sent back into the draft.
    pub fn take_back(self, key: ClientMessageId) {
        if let Some(body) = self.live.at().outbox.remove(key) {
            self.at().draft.prepend(body);
        }
    }

    /// Whether a message is in the loaded window.
    pub(super) fn has_loaded(self, id: MessageId) -> bool {
        self.at().timeline.with_untracked(|timeline| timeline.find(id).is_some())
    }

    /// Returns the last event that is in here.
    pub(super) fn cursor(self) -> Seq {
        self.at().timeline.with_untracked(Timeline::cursor)
    }

    /// Gives back the memory of a channel that is not on the page. Nothing may read it afterwards.
    pub(super) fn dispose(self) {
        let owner = self.at().owner.get_value();
        owner.cleanup();
    }

    fn entry_untracked(self) -> Option<ChannelEntry> {
        self.live.at().roster.with_untracked(|roster| roster.channels.get(&self.id).cloned())
    }
}

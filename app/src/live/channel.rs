//! One opened channel: its rows, its paging, its draft, and reading it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use protocol::channel::ChannelEntry;
use protocol::cursor::Seq;
use protocol::event::Event;
use protocol::fault::Fault;
use protocol::id::{ChannelId, ClientMessageId, MessageId};
use protocol::limits::{PAGE_MESSAGES_DEFAULT, TIMELINE_MESSAGES_MAX};
use protocol::message::Message;
use protocol::page::{MessagePage, PageKey};
use protocol::permission::{Action, MessageFacts, Refusal};
use protocol::replica::timeline::{PageOutcome, Timeline};
use protocol::time::Timestamp;
use protocol::user::Person;
use wasm_bindgen_futures::spawn_local;

use crate::api::channels::{OpenedChannel, load_channel, mark_read};
use crate::api::error::ApiError;
use crate::api::messages::{delete_message, load_page};
use crate::live::draft::Draft;
use crate::live::row::{Log, Row, build, count_unread};
use crate::live::state::Live;
use crate::live::browser;

/// Read markers of one channel are written at most this often.
const MARK_READ_MS: i64 = 2_000;

/// An opened channel. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct ChannelLive {
    id: ChannelId,
    live: Live,
    timeline: RwSignal<Timeline>,
    /// One signal for each message of the window.
    contents: StoredValue<BTreeMap<Seq, ArcRwSignal<Message>>>,
    /// Counts changes of the window that may change its rows.
    shape: RwSignal<u64>,
    /// The unread rule stands above the first message after this position.
    unread_after: RwSignal<Option<Seq>>,
    rows: Memo<Vec<Row>>,
    unread: Memo<Option<UnreadRule>>,
    entry: Memo<Option<ChannelEntry>>,
    draft: Draft,
    target: RwSignal<Option<MessageId>>,
    is_at_end: RwSignal<bool>,
    new_below: RwSignal<u32>,
    loading: RwSignal<Option<Loading>>,
    load_fault: RwSignal<Option<Fault>>,
    /// When the read marker was written last, or will be written next.
    marked_at: StoredValue<Timestamp>,
    /// The read marker that the server knows of.
    marked: StoredValue<Seq>,
    /// Messages that came by replay since the connection was lost; none while nothing was lost.
    restoring: StoredValue<Option<u32>>,
    owner: StoredValue<Owner>,
}

/// Which messages are being loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// Those before the first.
    Older,
    /// Those after the last.
    Newer,
    /// Those somewhere else.
    Elsewhere,
}

/// What the unread rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadRule {
    /// Unread messages by others.
    pub count: u32,
    /// When the first of them was posted.
    pub since: Timestamp,
}

impl ChannelLive {
    /// Builds the state of a first page.
    pub(super) fn new(live: Live, id: ChannelId, page: MessagePage) -> Self {
        let owner = Owner::new();
        let kept_owner = StoredValue::new(owner.clone());
        owner.with(|| {
            let timeline = Timeline::new(page);
            let contents = StoredValue::new(contents_of(&timeline));
            let shape = RwSignal::new(0);
            let unread_after = RwSignal::new(None);
            let me = live.me.with_untracked(|me| me.id);
            let timeline = RwSignal::new(timeline);
            let rows = Memo::new(move |_| {
                shape.track();
                let outgoing = live.outbox.of(id);
                contents.with_value(|contents| {
                    let log = Log {
                        contents,
                        outgoing: &outgoing,
                        me,
                        unread_after: unread_after.get(),
                        has_before: timeline.with(Timeline::has_before),
                    };
                    build(&log, |at| live.time.local(at))
                })
            });
            let unread = Memo::new(move |_| {
                shape.track();
                let after = unread_after.get()?;
                contents.with_value(|contents| {
                    let log =
                        Log { contents, outgoing: &[], me, unread_after: None, has_before: false };
                    let (count, since) = count_unread(&log, after);
                    since.map(|since| UnreadRule { count, since })
                })
            });
            Self {
                id,
                live,
                timeline,
                contents,
                shape,
                unread_after,
                rows,
                unread,
                entry: live.entry(id),
                draft: Draft::new(me, id),
                target: RwSignal::new(None),
                is_at_end: RwSignal::new(false),
                new_below: RwSignal::new(0),
                loading: RwSignal::new(None),
                load_fault: RwSignal::new(None),
                marked_at: StoredValue::new(Timestamp(0)),
                marked: StoredValue::new(Seq(0)),
                restoring: StoredValue::new(None),
                owner: kept_owner,
            }
        })
    }

    /// Returns the channel's id.
    pub fn id(self) -> ChannelId {
        self.id
    }

    /// Returns the channel with its unread count; none once the viewer lost access.
    pub fn entry(self) -> Memo<Option<ChannelEntry>> {
        self.entry
    }

    /// Returns the rows of the log, oldest first. To be called in `<For each=move || ..>`.
    pub fn rows(self) -> Vec<Row> {
        self.rows.get()
    }

    /// Whether the channel has no messages at all.
    pub fn is_empty(self) -> bool {
        self.timeline.with(|timeline| {
            timeline.is_empty() && !timeline.has_before() && !timeline.has_after()
        }) && self.live.outbox.of(self.id).is_empty()
    }

    /// Returns a message that is loaded.
    pub fn message(self, id: MessageId) -> Option<Message> {
        self.timeline.with(|timeline| timeline.find(id).cloned())
    }

    /// Whether there are older messages.
    pub fn has_before(self) -> bool {
        self.timeline.with(Timeline::has_before)
    }

    /// Whether there are newer messages that are not loaded: the log does not reach the live end.
    pub fn has_after(self) -> bool {
        self.timeline.with(Timeline::has_after)
    }

    /// Returns the position of the oldest loaded message: where a link to older ones, for browsers
    /// without scripts, continues.
    pub fn first_message(self) -> Option<MessageId> {
        self.timeline.with(|timeline| timeline.messages().next().map(|message| message.id))
    }

    /// Returns the newest loaded message.
    pub fn last_message(self) -> Option<MessageId> {
        self.timeline.with(|timeline| timeline.messages().next_back().map(|message| message.id))
    }

    /// Loads older messages, unless something is being loaded. The log keeps a bounded number;
    /// the newest fall away first.
    pub fn load_older(self) {
        let first = self.timeline.with_untracked(|timeline| {
            timeline.first_position().filter(|_| timeline.has_before())
        });
        if let Some(first) = first {
            self.load(Loading::Older, PageKey::Before(first));
        }
    }

    /// Loads newer messages, unless something is being loaded.
    pub fn load_newer(self) {
        let last = self.timeline.with_untracked(|timeline| {
            timeline.last_position().filter(|_| timeline.has_after())
        });
        if let Some(last) = last {
            self.load(Loading::Newer, PageKey::After(last));
        }
    }

    /// Goes to the newest message. The view scrolls to the end when [`ChannelLive::has_after`]
    /// becomes false.
    pub fn jump_to_latest(self) {
        self.target.set(None);
        if self.timeline.with_untracked(Timeline::has_after) {
            self.load(Loading::Elsewhere, PageKey::Latest);
        }
    }

    /// Goes to a message of this channel, loaded or not; [`ChannelLive::target`] says when it is
    /// there.
    pub fn jump_to(self, id: MessageId) {
        self.target.set(None);
        if self.has_loaded(id) {
            return self.target.set(Some(id));
        }
        if !self.begin(Loading::Elsewhere) {
            return;
        }
        let name = self.entry_untracked().map(|entry| entry.channel.name).unwrap_or_default();
        let slug = self.live.slug();
        spawn_local(async move {
            let opened = load_channel(slug, name, Some(id)).await;
            self.loading.try_set(None);
            match opened {
                Ok(OpenedChannel::Here(snapshot)) => self.move_to(snapshot.page, Some(id)),
                Ok(OpenedChannel::Moved { .. }) => {}
                Err(ApiError(fault)) => {
                    self.load_fault.try_set(Some(fault));
                }
            }
        });
    }

    /// Returns the message to scroll to and to mark; to be cleared with
    /// [`ChannelLive::reach_target`].
    pub fn target(self) -> Signal<Option<MessageId>> {
        self.target.into()
    }

    /// The view has scrolled to the target.
    pub fn reach_target(self) {
        self.target.set(None);
    }

    /// Returns what is being loaded.
    pub fn loading(self) -> Signal<Option<Loading>> {
        self.loading.into()
    }

    /// Returns why the last page could not be loaded; the next attempt clears it.
    pub fn load_fault(self) -> Signal<Option<Fault>> {
        self.load_fault.into()
    }

    /// The view says whether the log's end is in sight.
    pub fn set_at_end(self, is_at_end: bool) {
        if self.is_at_end.get_untracked() != is_at_end {
            self.is_at_end.set(is_at_end);
        }
        if is_at_end && self.new_below.get_untracked() > 0 && !self.has_after_untracked() {
            self.new_below.set(0);
        }
    }

    /// Whether the log's end is in sight, as the view said.
    pub fn is_at_end(self) -> Signal<bool> {
        self.is_at_end.into()
    }

    /// Returns how many messages by others came while the end was out of sight.
    pub fn new_below(self) -> Signal<u32> {
        self.new_below.into()
    }

    /// Returns what the unread rule says.
    pub fn unread(self) -> Memo<Option<UnreadRule>> {
        self.unread
    }

    /// Whether the viewer may do something here. Tracks what decides.
    pub fn decide(self, action: Action) -> Result<(), Refusal> {
        self.live.decide(action, Some(self.id))
    }

    /// Whether the viewer may delete a message. Tracks what decides, the time included.
    pub fn decide_delete(self, message: &Message) -> Result<(), Refusal> {
        let me = self.live.me.with(|me| me.id);
        let facts = MessageFacts {
            is_own: message.author.as_ref().is_some_and(|author| author.id == me),
            age_ms: self.live.time.now().since_ms(message.created_at),
        };
        self.live.facts(Some(self.id), Some(facts)).decide(Action::DeleteOwnMessage)
    }

    /// Deletes a message of the viewer's own.
    pub async fn delete(self, id: MessageId) -> Result<(), ApiError> {
        let tombstone = delete_message(id).await?;
        self.put(&tombstone);
        Ok(())
    }

    /// Returns what has been typed here and not sent.
    pub fn draft(self) -> Signal<String> {
        self.draft.text()
    }

    /// Replaces what has been typed; the browser keeps it.
    pub fn set_draft(self, text: String) {
        self.draft.set(text);
    }

    /// Sends what has been typed: it stands in the log at once, the draft is emptied, and the log
    /// goes to its end. Refuses a message that is empty or too long; the draft then stays.
    pub fn send(self, text: &str) -> Result<(), Fault> {
        self.live.outbox.push(self.id, text)?;
        self.draft.set(String::new());
        self.unread_after.set(None);
        self.jump_to_latest();
        Ok(())
    }

    /// Sends a message again that the server had refused.
    pub fn retry(self, key: ClientMessageId) {
        self.live.outbox.retry(key);
    }

    /// Forgets a message that is not sent.
    pub fn discard(self, key: ClientMessageId) {
        self.live.outbox.remove(key);
    }

    /// Takes a message that is not sent back into the draft.
    pub fn take_back(self, key: ClientMessageId) {
        if let Some(body) = self.live.outbox.remove(key) {
            self.draft.prepend(body);
        }
    }

    /// Whether a message is in the loaded window.
    pub(super) fn has_loaded(self, id: MessageId) -> bool {
        self.timeline.with_untracked(|timeline| timeline.find(id).is_some())
    }

    /// Returns the last event that is in here.
    pub(super) fn cursor(self) -> Seq {
        self.timeline.with_untracked(Timeline::cursor)
    }

    /// Returns a message in the middle of what is loaded, unless the live end is.
    pub(super) fn place(self) -> Option<MessageId> {
        self.timeline.with_untracked(|timeline| {
            let middle = timeline.messages().nth(timeline.len() / 2);
            middle.filter(|_| timeline.has_after()).map(|message| message.id)
        })
    }

    /// Puts a message into the log that the server returned for one's own request.
    pub(super) fn put(self, message: &Message) {
        self.change(|timeline| timeline.put(message));
    }

    /// Applies an event of this channel.
    pub(super) fn apply(self, seq: Seq, event: &Event) {
        let Some(cursor) = self.timeline.try_with_untracked(Timeline::cursor) else { return };
        self.change(|timeline| timeline.apply(seq, event));
        if seq <= cursor {
            return;
        }
        match event {
            Event::MessagePosted { message } => self.count(message),
            Event::MessageDeleted { message } => {
                let badge = self.live.roster.try_update(|roster| roster.count_deletion(message));
                self.live.settle(self.id, badge);
            }
            _ => {}
        }
        self.trim();
    }

    /// Takes over somebody's new name.
    pub(super) fn take_person(self, person: &Person) {
        self.change(|timeline| timeline.take_person(person));
    }

    /// The channel comes on the page.
    pub(super) fn appear(self, message: Option<MessageId>) {
        let unread = self.entry_untracked().map(|entry| entry.unread).unwrap_or_default();
        self.unread_after.set((unread.count > 0).then_some(unread.read_position));
        self.is_at_end.set(false);
        self.new_below.set(0);
        self.load_fault.set(None);
        self.aim(message);
    }

    /// Lets the view scroll to a message, if it is loaded.
    pub(super) fn aim(self, message: Option<MessageId>) {
        self.target.set(message.filter(|id| self.has_loaded(*id)));
    }

    /// The channel leaves the page.
    pub(super) fn disappear(self) {
        self.unread_after.try_set(None);
        self.restoring.try_set_value(None);
    }

    /// In the browser, until the current owner is cleaned up: goes to the live end unless a message
    /// was asked for, and marks as read what is looked at.
    pub(super) fn settle(self, message: Option<MessageId>) {
        Effect::new(move || {
            if message.is_none() {
                self.jump_to_latest();
            }
        });
        Effect::new(move || {
            let is_looked_at = self.live.is_attended.get() && self.is_at_end.get();
            self.shape.track();
            if is_looked_at && !self.has_after_untracked() {
                self.read();
            }
        });
    }

    /// Counts replayed messages from now on.
    pub(super) fn begin_restoring(self) {
        self.restoring.set_value(Some(0));
    }

    /// Returns how many messages by others were replayed, if any.
    pub(super) fn end_restoring(self) -> Option<u32> {
        let count = self.restoring.try_update_value(Option::take).flatten();
        count.filter(|count| *count > 0)
    }

    /// Replaces the window by a fresh page, after a resync.
    pub(super) fn replace(self, page: MessagePage) {
        let last = self.timeline.with_untracked(Timeline::last_position);
        let me = self.live.me.with_untracked(|me| me.id);
        let is_new = |message: &&Message| {
            message.position > last && message.author.as_ref().is_none_or(|author| author.id != me)
        };
        let count = page.items.iter().filter(is_new).count();
        self.restoring.update_value(|restoring| {
            if let Some(restored) = restoring {
                *restored += u32::try_from(count).unwrap_or(u32::MAX);
            }
        });
        self.change(|timeline| *timeline = Timeline::new(page));
    }

    /// Moves the window to a page from anywhere in the channel.
    pub(super) fn move_to(self, page: MessagePage, message: Option<MessageId>) {
        let position = page.items.iter().find(|item| Some(item.id) == message);
        let key = match position.and_then(|message| message.position) {
            Some(position) => PageKey::Around(position),
            None => PageKey::Latest,
        };
        if self.timeline.try_with_untracked(|_| ()).is_none() {
            return;
        }
        self.change(|timeline| match timeline.merge(key, page) {
            PageOutcome::Merged | PageOutcome::Refused => (),
        });
        self.aim(message);
    }

    /// Forgets every message.
    pub(super) fn clear(self) {
        self.change(|timeline| *timeline = Timeline::default());
    }

    /// Gives back the memory of a channel that is not on the page.
    pub(super) fn dispose(self) {
        let owner = self.owner.try_get_value();
        if let Some(owner) = owner {
            owner.cleanup();
        }
    }

    fn entry_untracked(self) -> Option<ChannelEntry> {
        self.live.roster.with_untracked(|roster| roster.channels.get(&self.id).cloned())
    }

    fn has_after_untracked(self) -> bool {
        self.timeline.with_untracked(Timeline::has_after)
    }

    /// Changes the window, and then the signals of the messages that are different.
    fn change<T>(self, work: impl FnOnce(&mut Timeline) -> T) {
        if self.timeline.try_update(work).is_none() {
            return;
        }
        self.timeline.with_untracked(|timeline| {
            self.contents.update_value(|contents| take_over(contents, timeline));
            for message in timeline.messages() {
                if let Some(key) = message.client_message_id {
                    self.live.outbox.remove_posted(key);
                }
            }
        });
        self.shape.update(|shape| *shape += 1);
    }

    /// Counts a message that was just posted.
    fn count(self, message: &Message) {
        let me = self.live.me.with_untracked(|me| me.id);
        self.live.roster.try_update(|roster| roster.count_message(me, message));
        let is_own = message.author.as_ref().is_some_and(|author| author.id == me);
        if is_own || !message.is_visible() {
            return;
        }
        self.restoring.update_value(|restoring| {
            if let Some(count) = restoring {
                *count += 1;
            }
        });
        let is_shown = self.live.shown.get_untracked() == Some(self.id);
        if is_shown && (!self.is_at_end.get_untracked() || self.has_after_untracked()) {
            self.new_below.update(|count| *count += 1);
        }
        let is_unseen = !self.live.is_attended.get_untracked();
        if is_shown && is_unseen && self.unread_after.get_untracked().is_none() {
            let before = message.position.map(|position| Seq(position.0 - 1));
            self.unread_after.set(before);
        }
    }

    /// Keeps the window bounded.
    fn trim(self) {
        let is_at_end = self.is_at_end.get_untracked();
        let len = self.timeline.with_untracked(Timeline::len);
        if is_at_end && len > TIMELINE_MESSAGES_MAX {
            self.change(|timeline| timeline.keep_newest(TIMELINE_MESSAGES_MAX / 2));
        } else if len > TIMELINE_MESSAGES_MAX * 2 {
            self.change(|timeline| timeline.keep_oldest(TIMELINE_MESSAGES_MAX));
        }
    }

    /// Whether loading may begin; it is then on record.
    fn begin(self, loading: Loading) -> bool {
        if self.loading.get_untracked().is_some() {
            return false;
        }
        self.loading.set(Some(loading));
        self.load_fault.set(None);
        true
    }

    fn load(self, loading: Loading, key: PageKey) {
        if !self.begin(loading) {
            return;
        }
        spawn_local(async move {
            let page = load_page(self.id, key, PAGE_MESSAGES_DEFAULT).await;
            if self.loading.try_set(None).is_some() {
                return;
            }
            match page {
                Ok(page) => self.merge(loading, key, page),
                Err(ApiError(fault)) => self.load_fault.set(Some(fault)),
            }
        });
    }

    fn merge(self, loading: Loading, key: PageKey, page: MessagePage) {
        self.change(|timeline| {
            // A refused page no longer fits; the view asks again when it still lacks messages.
            let _ = timeline.merge(key, page);
            match loading {
                Loading::Older => timeline.keep_oldest(TIMELINE_MESSAGES_MAX),
                Loading::Newer | Loading::Elsewhere => timeline.keep_newest(TIMELINE_MESSAGES_MAX),
            }
        });
    }

    /// Marks everything as read, here at once and on the server within two seconds.
    fn read(self) {
        let Some(entry) = self.entry_untracked() else { return };
        let unread = entry.unread;
        let last = self.timeline.with_untracked(Timeline::last_position).unwrap_or_default();
        if last <= unread.read_position {
            return;
        }
        self.live.roster.update(|roster| roster.mark_read(self.id, last));
        let now = browser::now();
        let due = self.marked_at.get_value().plus_ms(MARK_READ_MS);
        let wait_ms = due.since_ms(now).clamp(0, MARK_READ_MS);
        if self.marked_at.get_value() > now {
            // A marker is waiting to be written; it will carry this position.
            return;
        }
        self.marked_at.set_value(now.plus_ms(wait_ms));
        let write = move || self.write_marker();
        set_timeout(write, std::time::Duration::from_millis(wait_ms.unsigned_abs()));
    }

    /// Writes the read marker if the server does not know it, as after a lost connection.
    pub(super) fn write_marker(self) {
        let entry = self.live.roster.try_with_untracked(|roster| {
            roster.channels.get(&self.id).map(|entry| entry.unread.read_position)
        });
        let Some(position) = entry.flatten() else { return };
        if self.marked.get_value() >= position {
            return;
        }
        spawn_local(async move {
            if let Ok(unread) = mark_read(self.id, position).await {
                self.marked.try_set_value(unread.read_position);
                self.live.take_unread(self.id, unread);
            }
        });
    }
}

fn contents_of(timeline: &Timeline) -> BTreeMap<Seq, ArcRwSignal<Message>> {
    let mut contents = BTreeMap::new();
    take_over(&mut contents, timeline);
    contents
}

/// Makes the signals those of the window: sets the ones that changed, adds and drops the rest.
fn take_over(contents: &mut BTreeMap<Seq, ArcRwSignal<Message>>, timeline: &Timeline) {
    contents.retain(|position, _| timeline.at(*position).is_some());
    for message in timeline.messages() {
        let Some(position) = message.position else { continue };
        match contents.get(&position) {
            Some(content) => {
                if content.with_untracked(|known| known != message) {
                    content.set(message.clone());
                }
            }
            None => {
                contents.insert(position, ArcRwSignal::new(message.clone()));
            }
        }
    }
}

//! The outbox: messages on their way. Shown at once, sent in order for each channel, kept in the
//! browser until the server acknowledges them, and patient: a refusal that names a time is waited
//! out, a server out of reach is tried again.
//!
//! The tab in which a message was written sends it. When that tab is gone, another one, or the next, takes its
//! messages over. Should two ever send the same one, its key makes it one message.

mod kept;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::fault::{Fault, FaultCode, FieldCode};
use protocol::id::{ChannelId, ClientMessageId, UserId};
use protocol::limits::OUTBOX_MESSAGES_MAX;
use protocol::message::{Message, MessageBody};
use protocol::time::Timestamp;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

use crate::api::error::ApiError;
use crate::api::messages::post_message;
use crate::live::outgoing::kept::{Kept, Shelf};
use crate::live::{browser, locks, storage};
use crate::reactive::effect;

/// How long one attempt may take.
const ATTEMPT_MS: u32 = 30_000;
/// Longest wait between two attempts to reach the server.
const PAUSE_MS_MAX: u32 = 30_000;
/// How often a waiting message looks whether it has been woken.
const LOOK_MS: u32 = 250;

/// A message that the server has not acknowledged.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The key under which it is sent.
    pub key: ClientMessageId,
    /// Where to.
    pub channel: ChannelId,
    /// Its words.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Its place among all that is on its way.
    pub number: u64,
    /// What becomes of it.
    pub state: ArcRwSignal<OutgoingState>,
}

/// What becomes of a message on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum OutgoingState {
    /// It waits for its turn, for the server, or for a limit to pass.
    Waiting {
        /// Why the last attempt failed, if there was one.
        fault: Option<Fault>,
        /// When the next attempt is, if that is known; by the browser's clock.
        until: Option<Timestamp>,
    },
    /// It is being sent.
    Sending,
    /// The server refuses it: to be retried, changed or discarded.
    Failed(Fault),
}

/// The messages on their way, of one person.
#[derive(Clone, Copy)]
pub(super) struct Outbox {
    user: UserId,
    shelf: Shelf,
    items: RwSignal<Vec<Outgoing>>,
    /// Channels with a task that sends.
    busy: StoredValue<Vec<ChannelId>>,
    /// Other tabs that have messages on their way.
    others: StoredValue<Vec<Uuid>>,
    /// The last number that a message was seen with.
    last_number: StoredValue<u64>,
    /// Counts what might make the next attempt succeed.
    wakes: StoredValue<u32>,
    /// Receives what the server acknowledged.
    acknowledge: Callback<(Message,)>,
}

impl Outbox {
    /// Opens the outbox; the browser's kept messages are sent from the first effect on.
    pub(super) fn new(user: UserId, acknowledge: Callback<(Message,)>) -> Self {
        let outbox = Self {
            user,
            shelf: Shelf(user),
            items: RwSignal::new(Vec::new()),
            busy: StoredValue::new(Vec::new()),
            others: StoredValue::new(Vec::new()),
            last_number: StoredValue::new(0),
            wakes: StoredValue::new(0),
            acknowledge,
        };
        effect(move || {
            outbox.take_up();
            storage::on_change(move |change| {
                let key = change.key().and_then(|name| outbox.shelf.key_of(&name));
                match (key, change.new_value()) {
                    (Some(key), None) => drop(outbox.forget(key)),
                    (Some(_), Some(_)) => outbox.take_up(),
                    (None, _) => {}
                }
            });
        });
        outbox
    }

    /// Returns the messages on their way to a channel, oldest first.
    pub(super) fn of(self, channel: ChannelId) -> Vec<Outgoing> {
        self.items.with(|items| {
            items.iter().filter(|outgoing| outgoing.channel == channel).cloned().collect()
        })
    }

    /// Returns the keys and words of refused messages whose channel is none of these.
    pub(super) fn stranded(
        self,
        has: impl Fn(ChannelId) -> bool,
    ) -> Vec<(ClientMessageId, String)> {
        let is_stranded = |outgoing: &&Outgoing| {
            let is_refused = outgoing.state.with(|state| matches!(state, OutgoingState::Failed(_)));
            is_refused && !has(outgoing.channel)
        };
        self.items.with(|items| {
            let stranded = items.iter().filter(is_stranded);
            stranded.map(|outgoing| (outgoing.key, outgoing.body.clone())).collect()
        })
    }

    /// Returns how many messages the browser keeps, those of other tabs included.
    pub(super) fn count_kept(self) -> usize {
        self.shelf.count()
    }

    /// Takes a message and begins to send it. Refuses one that is empty or too long, and the
    /// message after the last that the outbox keeps.
    pub(super) fn push(self, channel: ChannelId, body: &str) -> Result<(), Fault> {
        let body = MessageBody::parse(body)?.as_str().to_owned();
        let count = self.items.with_untracked(Vec::len).max(self.shelf.count());
        if count >= OUTBOX_MESSAGES_MAX {
            let limit = Some(OUTBOX_MESSAGES_MAX);
            return Err(Fault::field("outbox", FieldCode::TooLong, limit));
        }
        let (key, created_at) = (browser::new_key(), browser::now());
        let number = self.next_number(created_at);
        let outgoing = Outgoing { key, channel, body, created_at, number, state: waiting(None) };
        self.keep(&outgoing, None);
        self.items.update(|items| items.push(outgoing));
        self.send_from(channel);
        Ok(())
    }

    /// Forgets a message: it was acknowledged, or its writer discards it. Returns its words.
    pub(super) fn remove(self, key: ClientMessageId) -> Option<String> {
        self.shelf.remove(key);
        self.forget(key)
    }

    /// Forgets the messages that have arrived in a log.
    pub(super) fn remove_posted(self, keys: impl Iterator<Item = ClientMessageId>) {
        if self.items.with_untracked(Vec::is_empty) {
            return;
        }
        for key in keys {
            if self.items.with_untracked(|items| items.iter().any(|known| known.key == key)) {
                self.remove(key);
            }
        }
    }

    /// Sends a refused message again.
    pub(super) fn retry(self, key: ClientMessageId) {
        let found = self
            .items
            .with_untracked(|items| items.iter().find(|outgoing| outgoing.key == key).cloned());
        if let Some(outgoing) = found {
            outgoing.state.set(OutgoingState::Waiting { fault: None, until: None });
            self.keep(&outgoing, None);
            self.send_from(outgoing.channel);
        }
    }

    /// Something changed that might make the next attempt succeed.
    pub(super) fn wake(self) {
        self.wakes.try_update_value(|wakes| *wakes = wakes.wrapping_add(1));
    }

    /// Takes up what the browser keeps for this tab and for nobody, and waits for the end of the
    /// tabs that send the rest.
    fn take_up(self) {
        let this_tab = locks::this_tab();
        let mut kept = self.shelf.list();
        let last = kept.last().map_or(0, |(_, kept)| kept.number);
        self.last_number.update_value(|number| *number = last.max(*number));
        kept.retain(|(_, kept)| {
            kept.tab.is_none_or(|tab| tab == this_tab || !self.awaits_end_of(tab))
        });
        self.adopt(kept);
    }

    /// Waits for the end of a tab, to take its messages over then. Returns false where nobody can know
    /// about it.
    fn awaits_end_of(self, tab: Uuid) -> bool {
        if self.others.with_value(|others| others.contains(&tab)) {
            return true;
        }
        let is_awaited = locks::once_gone(tab, move || {
            if self.others.try_update_value(|others| others.retain(|other| *other != tab)).is_some()
            {
                let mut kept = self.shelf.list();
                kept.retain(|(_, kept)| kept.tab == Some(tab));
                self.adopt(kept);
                self.take_up();
            }
        });
        if is_awaited {
            self.others.update_value(|others| others.push(tab));
        }
        is_awaited
    }

    /// Makes messages this tab's own, and sends them.
    fn adopt(self, mut kept: Vec<(ClientMessageId, Kept)>) {
        self.items.with_untracked(|items| {
            kept.retain(|(key, _)| items.iter().all(|known| known.key != *key));
        });
        if kept.is_empty() {
            return;
        }
        let mut channels = Vec::new();
        self.items.update(|items| {
            for (key, mut kept) in kept {
                kept.tab = Some(locks::this_tab());
                self.shelf.put(key, &kept);
                let Kept { channel, body, created_at, number, refusal, .. } = kept;
                let place = items.iter().position(|other| other.number > number);
                let state = waiting(refusal);
                let outgoing = Outgoing { key, channel, body, created_at, number, state };
                items.insert(place.unwrap_or(items.len()), outgoing);
                channels.push(channel);
            }
        });
        for channel in channels {
            self.send_from(channel);
        }
    }

    /// Takes a message off the page. Returns its words.
    fn forget(self, key: ClientMessageId) -> Option<String> {
        let index = self
            .items
            .try_with_untracked(|items| items.iter().position(|outgoing| outgoing.key == key))??;
        let mut removed = None;
        self.items.update(|items| removed = Some(items.remove(index)));
        self.wake();
        removed.map(|outgoing| outgoing.body)
    }

    /// Returns a number after all that were seen. Those of tabs that know nothing of each other follow
    /// the clock.
    fn next_number(self, now: Timestamp) -> u64 {
        let last = self.last_number.get_value();
        let number = u64::try_from(now.0).unwrap_or(0).max(last.saturating_add(1));
        self.last_number.set_value(number);
        number
    }

    fn keep(self, outgoing: &Outgoing, refusal: Option<FaultCode>) {
        let Outgoing { channel, body, created_at, number, .. } = outgoing.clone();
        let tab = Some(locks::this_tab());
        self.shelf.put(outgoing.key, &Kept { channel, body, created_at, number, tab, refusal });
    }

    /// Sends what waits for a channel, one after the other, unless that is being done.
    fn send_from(self, channel: ChannelId) {
        if self.busy.with_value(|busy| busy.contains(&channel)) {
            return self.wake();
        }
        self.busy.update_value(|busy| busy.push(channel));
        spawn_local(async move {
            let mut pause_ms = 0;
            while let Some(outgoing) = self.next(channel) {
                pause_ms = self.attempt(&outgoing, pause_ms).await;
            }
            self.busy.try_update_value(|busy| busy.retain(|other| *other != channel));
        });
    }

    /// Returns the next message to send; none once the page has left the course.
    fn next(self, channel: ChannelId) -> Option<Outgoing> {
        let items = self.items.try_get_untracked()?;
        let is_next = |outgoing: &Outgoing| {
            let is_refused =
                outgoing.state.with_untracked(|state| matches!(state, OutgoingState::Failed(_)));
            outgoing.channel == channel && !is_refused
        };
        items.into_iter().find(is_next)
    }

    /// Sends once; on a refusal that may pass, waits. Returns the pause after the next failure.
    async fn attempt(self, outgoing: &Outgoing, pause_ms: u32) -> u32 {
        outgoing.state.set(OutgoingState::Sending);
        let wakes = self.wakes.try_get_value();
        let fault = match self.post_once(outgoing).await {
            Ok(message) => {
                self.remove(outgoing.key);
                self.acknowledge.try_run((message,));
                return 0;
            }
            Err(fault) => fault,
        };
        let wait_ms = match (fault.code, fault.retry_after_ms) {
            (FaultCode::RateLimited | FaultCode::SlowMode | FaultCode::Unavailable, Some(ms)) => {
                u32::try_from(ms).unwrap_or(u32::MAX)
            }
            (
                FaultCode::Unavailable | FaultCode::RateLimited | FaultCode::Unauthenticated,
                None,
            ) => pause_ms / 2 + browser::random_ms(500, pause_ms.max(1_000)),
            _ => {
                self.fail(outgoing, fault);
                return 0;
            }
        };
        let is_told = fault.retry_after_ms.is_some();
        let until = browser::now().plus_ms(i64::from(wait_ms));
        outgoing.state.set(OutgoingState::Waiting { fault: Some(fault), until: Some(until) });
        self.wait(until, wakes.filter(|_| !is_told)).await;
        if is_told { 0 } else { (pause_ms * 2).clamp(1_000, PAUSE_MS_MAX) }
    }

    /// The server refuses a message. It stays, with its words, until its writer decides.
    fn fail(self, outgoing: &Outgoing, fault: Fault) {
        let is_known = |items: &Vec<Outgoing>| items.iter().any(|it| it.key == outgoing.key);
        if self.items.try_with_untracked(is_known).unwrap_or(false) {
            self.keep(outgoing, Some(fault.code));
        }
        outgoing.state.set(OutgoingState::Failed(fault));
    }

    /// Waits until an instant, or until the outbox is woken; a time that the server named is kept.
    async fn wait(self, until: Timestamp, wakes: Option<u32>) {
        while browser::now() < until {
            let left = until.since_ms(browser::now());
            TimeoutFuture::new(u32::try_from(left).unwrap_or(0).min(LOOK_MS)).await;
            let Some(now) = self.wakes.try_get_value() else { return };
            if wakes.is_some_and(|wakes| wakes != now) {
                return;
            }
        }
    }

    /// Posts within a bounded time, in nobody's name but its writer's.
    async fn post_once(self, outgoing: &Outgoing) -> Result<Message, Fault> {
        let Outgoing { key, channel, body, .. } = outgoing.clone();
        let post = post_message(channel, body, Some(key), Some(self.user));
        let posted = select(Box::pin(post), TimeoutFuture::new(ATTEMPT_MS)).await;
        match posted {
            Either::Left((posted, _)) => posted.map_err(|ApiError(fault)| fault),
            Either::Right(_) => {
                Err(Fault::new(FaultCode::Unavailable, "The server did not answer."))
            }
        }
    }
}

/// Returns the state of a message that is taken up: waiting, or still refused.
fn waiting(refusal: Option<FaultCode>) -> ArcRwSignal<OutgoingState> {
    ArcRwSignal::new(match refusal {
        Some(code) => OutgoingState::Failed(Fault::new(code, String::new())),
        None => OutgoingState::Waiting { fault: None, until: None },
    })
}

//! The outbox: messages on their way. Shown at once, sent in order for each channel, kept in the
//! browser until the server acknowledges them, and patient: a refusal that names a time is waited
//! out, a server out of reach is tried again.

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::fault::{Fault, FaultCode};
use protocol::id::{ChannelId, ClientMessageId, UserId};
use protocol::limits::OUTBOX_MESSAGES_MAX;
use protocol::message::{Message, MessageBody};
use protocol::time::Timestamp;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use crate::api::error::ApiError;
use crate::api::messages::post_message;
use crate::live::{browser, storage};
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

/// How a message is kept in the browser.
#[derive(Serialize, Deserialize)]
struct Kept {
    channel: ChannelId,
    body: String,
    created_at: Timestamp,
}

/// The messages on their way, of one person.
#[derive(Clone, Copy)]
pub(super) struct Outbox {
    user: UserId,
    items: RwSignal<Vec<Outgoing>>,
    /// Channels with a task that sends.
    busy: StoredValue<Vec<ChannelId>>,
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
            items: RwSignal::new(Vec::new()),
            busy: StoredValue::new(Vec::new()),
            wakes: StoredValue::new(0),
            acknowledge,
        };
        effect(move || outbox.take_up());
        outbox
    }

    /// Returns the messages on their way to a channel, oldest first.
    pub(super) fn of(self, channel: ChannelId) -> Vec<Outgoing> {
        self.items.with(|items| {
            items.iter().filter(|outgoing| outgoing.channel == channel).cloned().collect()
        })
    }

    /// Takes a message and begins to send it. Refuses one that is empty or too long, and the
    /// message after the last that the outbox keeps.
    pub(super) fn push(self, channel: ChannelId, body: &str) -> Result<(), Fault> {
        let body = MessageBody::parse(body)?.as_str().to_owned();
        if self.items.with_untracked(Vec::len) >= OUTBOX_MESSAGES_MAX {
            let detail = "Too many messages are waiting to be sent.";
            return Err(Fault::new(FaultCode::RateLimited, detail));
        }
        let (key, created_at) = (browser::new_key(), browser::now());
        let outgoing = Outgoing { key, channel, body, created_at, state: waiting() };
        self.keep(&outgoing);
        self.items.update(|items| items.push(outgoing));
        self.send_from(channel);
        Ok(())
    }

    /// Forgets a message: it was acknowledged, or its writer discards it. Returns its words.
    pub(super) fn remove(self, key: ClientMessageId) -> Option<String> {
        storage::remove(&self.storage_key(key));
        let index = self
            .items
            .try_with_untracked(|items| items.iter().position(|outgoing| outgoing.key == key))??;
        let mut removed = None;
        self.items.update(|items| removed = Some(items.remove(index)));
        self.wake();
        removed.map(|outgoing| outgoing.body)
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
            self.send_from(outgoing.channel);
        }
    }

    /// Something changed that might make the next attempt succeed.
    pub(super) fn wake(self) {
        self.wakes.try_update_value(|wakes| *wakes = wakes.wrapping_add(1));
    }

    /// Takes up what the browser keeps.
    fn take_up(self) {
        let prefix = self.storage_prefix();
        let mut kept: Vec<Outgoing> = storage::keys(&prefix)
            .iter()
            .filter_map(|name| {
                let key = name.strip_prefix(&prefix)?.parse().ok()?;
                let kept: Kept = serde_json::from_str(&storage::read(name)?).ok()?;
                let Kept { channel, body, created_at } = kept;
                Some(Outgoing { key, channel, body, created_at, state: waiting() })
            })
            .collect();
        kept.sort_by_key(|outgoing| outgoing.created_at);
        kept.truncate(OUTBOX_MESSAGES_MAX);
        let channels: Vec<_> = kept.iter().map(|outgoing| outgoing.channel).collect();
        if kept.is_empty() {
            return;
        }
        self.items.update(|items| {
            kept.retain(|outgoing| items.iter().all(|known| known.key != outgoing.key));
            items.splice(0..0, kept);
        });
        for channel in channels {
            self.send_from(channel);
        }
    }

    fn keep(self, outgoing: &Outgoing) {
        let Outgoing { channel, body, created_at, .. } = outgoing.clone();
        if let Ok(json) = serde_json::to_string(&Kept { channel, body, created_at }) {
            storage::write(&self.storage_key(outgoing.key), &json);
        }
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
        let fault = match post_once(outgoing).await {
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
                outgoing.state.set(OutgoingState::Failed(fault));
                return 0;
            }
        };
        let is_told = fault.retry_after_ms.is_some();
        let until = browser::now().plus_ms(i64::from(wait_ms));
        outgoing.state.set(OutgoingState::Waiting { fault: Some(fault), until: Some(until) });
        self.wait(until, wakes.filter(|_| !is_told)).await;
        if is_told { 0 } else { (pause_ms * 2).clamp(1_000, PAUSE_MS_MAX) }
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

    fn storage_prefix(self) -> String {
        format!("lyceum.outbox.{}.", self.user)
    }

    fn storage_key(self, key: ClientMessageId) -> String {
        format!("{}{key}", self.storage_prefix())
    }
}

fn waiting() -> ArcRwSignal<OutgoingState> {
    ArcRwSignal::new(OutgoingState::Waiting { fault: None, until: None })
}

/// Posts within a bounded time.
async fn post_once(outgoing: &Outgoing) -> Result<Message, Fault> {
    let post = post_message(outgoing.channel, outgoing.body.clone(), Some(outgoing.key));
    let posted = select(Box::pin(post), TimeoutFuture::new(ATTEMPT_MS)).await;
    match posted {
        Either::Left((posted, _)) => posted.map_err(|ApiError(fault)| fault),
        Either::Right(_) => Err(Fault::new(FaultCode::Unavailable, "The server did not answer.")),
    }
}

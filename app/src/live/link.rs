//! The state of the connection, shared by the socket's task and the pages.

use futures_channel::mpsc;
use leptos::prelude::*;

use crate::live::browser;

/// What the page says about its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Nothing: connected, or off for less than five seconds.
    Fine,
    /// You are offline. [`crate::live::Live::retry_in_s`] counts down to the next try.
    Offline,
    /// The server runs another build: reload.
    OutOfDate,
    /// Nobody is signed in any more; the page is about to leave for the sign-in page.
    SignedOut,
}

/// What the pages tell the socket's task. Losing one because the queue is full is harmless: the
/// queue then holds others that make the task look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nudge {
    /// The subjects to follow have changed.
    Wanted,
    /// The connection may be dead: ask for a sign of life, or try again at once.
    Probe,
}

/// Nudges that wait for the socket's task.
const NUDGES_MAX: usize = 16;
/// How long a lost connection goes unmentioned.
const BANNER_AFTER_MS: i64 = 5_000;

/// The connection's signals.
#[derive(Clone, Copy)]
pub(super) struct Link {
    connection: RwSignal<Connection>,
    is_connected: RwSignal<bool>,
    retry_in_s: RwSignal<u32>,
    /// When the connection was lost; the socket has been up before or has failed once.
    lost_at: StoredValue<Option<protocol::time::Timestamp>>,
    nudges: StoredValue<Option<mpsc::Sender<Nudge>>>,
}

impl Link {
    pub(super) fn new() -> Self {
        Self {
            connection: RwSignal::new(Connection::Fine),
            is_connected: RwSignal::new(false),
            retry_in_s: RwSignal::new(0),
            lost_at: StoredValue::new(None),
            nudges: StoredValue::new(None),
        }
    }

    /// Opens the queue to the socket's task.
    pub(super) fn listen(self) -> mpsc::Receiver<Nudge> {
        let (sender, receiver) = mpsc::channel(NUDGES_MAX);
        self.nudges.set_value(Some(sender));
        receiver
    }

    pub(super) fn nudge(self, nudge: Nudge) {
        self.nudges.try_update_value(|sender| {
            if let Some(sender) = sender {
                let _ = sender.try_send(nudge);
            }
        });
    }

    pub(super) fn connection(self) -> Signal<Connection> {
        self.connection.into()
    }

    pub(super) fn is_connected(self) -> Signal<bool> {
        self.is_connected.into()
    }

    pub(super) fn retry_in_s(self) -> Signal<u32> {
        self.retry_in_s.into()
    }

    /// The server answered. Returns whether the connection had been lost before.
    pub(super) fn came_up(self) -> bool {
        let was_lost = self.lost_at.try_update_value(Option::take).flatten().is_some();
        self.is_connected.try_set(true);
        self.say(Connection::Fine);
        was_lost
    }

    /// The connection is gone, or could not be made; the next try is in `retry_ms`.
    pub(super) fn went_down(self, retry_ms: u32) {
        self.is_connected.try_set(false);
        let now = browser::now();
        let lost_at = self.lost_at.try_update_value(|lost_at| *lost_at.get_or_insert(now));
        let retry_in_s = retry_ms.div_ceil(1_000);
        if self.retry_in_s.try_get_untracked() != Some(retry_in_s) {
            self.retry_in_s.try_set(retry_in_s);
        }
        if lost_at.is_some_and(|lost_at| now.since_ms(lost_at) >= BANNER_AFTER_MS) {
            self.say(Connection::Offline);
        }
    }

    /// Shows something; what only a reload or signing in can change stays.
    pub(super) fn say(self, connection: Connection) {
        let before = self.connection.try_get_untracked();
        let is_final = matches!(before, Some(Connection::OutOfDate | Connection::SignedOut));
        if before != Some(connection) && !is_final {
            self.connection.try_set(connection);
        }
    }
}

//! The state of the connection, shared by the socket's task and the pages.

use std::time::Duration;

use futures_channel::mpsc;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::time::Timestamp;

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
/// How often it is looked whether the connection is back.
const LOOK_MS: u32 = 250;
/// How long a lost connection goes unmentioned.
const BANNER_AFTER_MS: u64 = 5_000;

/// The connection's signals.
#[derive(Clone, Copy)]
pub(super) struct Link {
    connection: RwSignal<Connection>,
    is_connected: RwSignal<bool>,
    retry_in_s: RwSignal<u32>,
    /// When the connection was lost; the socket has been up before or has failed once.
    lost_at: StoredValue<Option<Timestamp>>,
    nudges: StoredValue<Option<mpsc::Sender<Nudge>>>,
    /// Whether the session's token is about to be replaced by this page itself.
    is_renewing: StoredValue<bool>,
}

impl Link {
    pub(super) fn new() -> Self {
        Self {
            connection: RwSignal::new(Connection::Fine),
            is_connected: RwSignal::new(false),
            retry_in_s: RwSignal::new(0),
            lost_at: StoredValue::new(None),
            nudges: StoredValue::new(None),
            is_renewing: StoredValue::new(false),
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

    pub(super) fn renews(self, is_renewing: bool) {
        self.is_renewing.try_update_value(|known| *known = is_renewing);
    }

    pub(super) fn is_renewing(self) -> bool {
        self.is_renewing.try_with_value(|is_renewing| *is_renewing).unwrap_or(false)
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
        let was_up = self.lost_at.try_get_value() == Some(None);
        self.lost_at.try_set_value(Some(self.lost_at.try_get_value().flatten().unwrap_or(now)));
        if was_up {
            // An attempt to connect may take longer than the banner may wait.
            set_timeout(move || self.look(now), Duration::from_millis(BANNER_AFTER_MS));
        }
        let retry_in_s = retry_ms.div_ceil(1_000);
        if self.retry_in_s.try_get_untracked() != Some(retry_in_s) {
            self.retry_in_s.try_set(retry_in_s);
        }
    }

    /// Says so if the connection is still the one that was lost then.
    fn look(self, lost_at: Timestamp) {
        if self.lost_at.try_get_value().flatten() == Some(lost_at) {
            self.say(Connection::Offline);
        }
    }

    /// Waits for at least a pause, and while the connection is known to be lost.
    pub(super) async fn until_reachable(self, pause_ms: u32) {
        TimeoutFuture::new(pause_ms).await;
        while self.lost_at.try_get_value().flatten().is_some() {
            TimeoutFuture::new(LOOK_MS).await;
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

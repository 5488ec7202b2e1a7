//! The reading half of a socket: frames, heartbeat, and the reasons to close.

use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use protocol::fault::{Fault, FaultCode};
use protocol::frame::{ClientFrame, CloseCode, ServerFrame};
use protocol::limits::{
    CLIENT_FRAMES_BURST_MAX, CLIENT_FRAMES_PER_MINUTE_MAX, FRAME_BYTES_MAX, HELLO_WITHIN_MS,
};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::Shared;
use super::hello::greet;
use super::silence::{LOOK_EVERY, Verdict};
use crate::state::AppState;

/// Time in which a client answers a close before its connection is dropped.
pub(super) const LINGER: Duration = Duration::from_secs(2);

const HELLO_WITHIN: Duration = Duration::from_millis(HELLO_WITHIN_MS);

/// Reads until the socket ends.
pub(super) async fn read(state: &AppState, shared: &Shared, mut stream: SplitStream<WebSocket>) {
    let mut reader = Reader { state, shared, is_greeted: false, rate: rate() };
    reader.run(&mut stream).await;
    // The close frame is lost if the connection is dropped while the client still sends.
    let drained = async { while let Some(Ok(_)) = stream.next().await {} };
    let _ = tokio::time::timeout(LINGER, drained).await;
}

struct Reader<'a> {
    state: &'a AppState,
    shared: &'a Shared,
    is_greeted: bool,
    rate: DefaultDirectRateLimiter,
}

impl Reader<'_> {
    async fn run(&mut self, stream: &mut SplitStream<WebSocket>) {
        let stop = self.shared.hub.stop_signal();
        let queue = &self.shared.connection.queue;
        let mut is_told = false;
        let mut looks = interval_at(Instant::now() + HELLO_WITHIN, LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.shared.closed.cancelled() => return,
                () = stop.cancelled(), if !is_told => {
                    is_told = true;
                    queue.finish(CloseCode::Restarting);
                }
                _ = looks.tick() => self.look(),
                next = stream.next() => match next {
                    Some(Ok(message)) => self.take(message),
                    // Larger than will be read, or not the protocol at all. Nothing more comes.
                    Some(Err(_)) => {
                        queue.abandon(CloseCode::BadFrame);
                        return self.shared.closed.cancelled().await;
                    }
                    None => return queue.gone(),
                },
            }
        }
    }

    /// Closes a socket that says nothing.
    fn look(&self) {
        let queue = &self.shared.connection.queue;
        if !self.is_greeted {
            return queue.finish(CloseCode::Unauthenticated);
        }
        match self.shared.silence.verdict() {
            Verdict::Fine => {}
            Verdict::Probe => {
                let _ = queue.probe();
            }
            Verdict::Gone => queue.abandon(CloseCode::TooSlow),
        }
    }

    fn take(&mut self, message: Message) {
        if self.shared.connection.queue.is_ended() {
            return;
        }
        match message {
            Message::Pong(_) => self.shared.silence.sign(),
            Message::Close(_) => {}
            Message::Text(text) => {
                self.shared.silence.heard();
                if self.is_within_rate() {
                    self.take_text(text.as_str());
                }
            }
            Message::Ping(_) => {
                self.shared.silence.sign();
                self.is_within_rate();
            }
            Message::Binary(_) => {
                self.refuse(Fault::new(FaultCode::Malformed, "Frames are JSON text."));
            }
        }
    }

    fn take_text(&mut self, text: &str) {
        if text.len() > FRAME_BYTES_MAX {
            let limit = format!("A frame has at most {FRAME_BYTES_MAX} bytes.");
            return self.refuse(Fault::new(FaultCode::TooLarge, limit));
        }
        match serde_json::from_str(text) {
            Ok(frame) => self.take_frame(frame),
            Err(_) => match unknown_subject(text) {
                Some(fault) => {
                    let _ = self.shared.connection.queue.push(fault.into());
                }
                None => self.refuse(Fault::new(
                    FaultCode::Malformed,
                    "The frame is not JSON of the contract.",
                )),
            },
        }
    }

    fn take_frame(&mut self, frame: ClientFrame) {
        let Shared { hub, connection, .. } = self.shared;
        match frame {
            ClientFrame::Hello { epoch, after, .. } => {
                if !std::mem::replace(&mut self.is_greeted, true) {
                    greet(self.state, connection, epoch, after);
                }
            }
            ClientFrame::Ping => connection.say(&ServerFrame::Pong),
            ClientFrame::Unknown => {}
            _ if !self.is_greeted => {
                self.refuse(Fault::new(FaultCode::Malformed, "Say hello first."));
            }
            ClientFrame::Open { subject, after } => hub.open(connection, subject, after),
            ClientFrame::Close { subject } => hub.close(connection, &subject),
        }
    }

    fn is_within_rate(&self) -> bool {
        let is_within = self.rate.check().is_ok();
        if !is_within {
            self.refuse(Fault::new(FaultCode::RateLimited, "Too many frames."));
        }
        is_within
    }

    /// Says what is wrong, then closes.
    fn refuse(&self, fault: Fault) {
        self.shared.connection.fault(fault, None);
        self.shared.connection.queue.finish(CloseCode::BadFrame);
    }
}

fn rate() -> DefaultDirectRateLimiter {
    let frames = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::per_minute(frames(CLIENT_FRAMES_PER_MINUTE_MAX));
    RateLimiter::direct(quota.allow_burst(frames(CLIENT_FRAMES_BURST_MAX)))
}

/// Returns the answer to a frame that is well-formed but for a subject that names nothing: the same
/// as for one that does not exist.
fn unknown_subject(text: &str) -> Option<String> {
    const SHOWN_CHARS_MAX: usize = 100;
    let frame: serde_json::Value = serde_json::from_str(text).ok()?;
    let is_about_subject = matches!(frame.get("type")?.as_str()?, "open" | "close");
    let subject = frame.get("subject")?.as_str().filter(|_| is_about_subject)?;
    if subject.parse::<protocol::cursor::Subject>().is_ok() {
        return None;
    }
    let fault = Fault::not_found();
    let shown: String = subject.chars().take(SHOWN_CHARS_MAX).collect();
    let frame = serde_json::json!({
        "type": "fault", "code": fault.code, "message": fault.detail, "subject": shown,
    });
    Some(frame.to_string())
}

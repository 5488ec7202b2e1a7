//! What waits to be written to one socket. Bounded: a client that reads too slowly loses the queue
//! and the socket (4008), and resumes from its cursors; it never grows memory or delays others.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::ws::{Message, Utf8Bytes};
use bytes::Bytes;
use protocol::frame::CloseCode;
use protocol::limits::{QUEUE_BYTES_MAX, QUEUE_FRAMES_MAX};
use tokio::sync::Notify;

/// Room that a queue keeps when it is empty.
const IDLE_FRAMES: usize = 16;

/// Frames waiting for one socket.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    /// Something is to be written, or the end has come.
    changed: Notify,
    /// The replayed frames have been written, or the end has come.
    replayed: Notify,
    /// What is still queued is not to be written any more.
    abandoned: Notify,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Waiting>,
    /// Frames and bytes of the live lane, those being written included.
    live_frames: usize,
    live_bytes: usize,
    /// Frames of the replay lane, those being written included.
    replay_frames: usize,
    end: Option<End>,
}

/// A frame with what it counts towards.
pub(crate) struct Waiting {
    pub(crate) message: Message,
    lane: Lane,
}

/// Replayed frames are bounded by their page instead of by the queue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lane {
    Live,
    Replay,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// What is queued is written, then the close.
    Finish(CloseCode),
    /// Only the close is written.
    Abandon(CloseCode),
    /// The socket is gone.
    Gone,
}

/// What a writer does next.
pub(crate) enum Next {
    /// Write the batch.
    Write,
    /// Say goodbye.
    Close(CloseCode),
    /// Nothing: the socket is gone.
    Stop,
}

/// The queue takes nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ended;

impl Queue {
    /// Queues a frame. If the bound is reached the queue is dropped and the socket closes.
    pub(crate) fn push(&self, text: Utf8Bytes) -> Result<(), Ended> {
        self.push_live(Message::Text(text))
    }

    /// Queues a protocol-level ping, which proves that the other end is there.
    pub(crate) fn probe(&self) -> Result<(), Ended> {
        self.push_live(Message::Ping(Bytes::new()))
    }

    /// Queues a replayed frame, outside the bound: whoever replays waits for [`Queue::replayed`]
    /// before the next page.
    pub(crate) fn push_replayed(&self, text: Utf8Bytes) -> Result<(), Ended> {
        let mut state = self.state();
        state.refuse_after_end()?;
        state.replay_frames += 1;
        state.waiting.push_back(Waiting { message: Message::Text(text), lane: Lane::Replay });
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits until every replayed frame has been written.
    pub(crate) async fn replayed(&self) -> Result<(), Ended> {
        loop {
            let notified = self.replayed.notified();
            {
                let state = self.state();
                state.refuse_after_end()?;
                if state.replay_frames == 0 {
                    return Ok(());
                }
            }
            notified.await;
        }
    }

    /// Closes after what is queued has been written.
    pub(crate) fn finish(&self, code: CloseCode) {
        self.end(End::Finish(code));
    }

    /// Closes at once; what is queued is dropped.
    pub(crate) fn abandon(&self, code: CloseCode) {
        self.end(End::Abandon(code));
    }

    /// Notes that the socket is gone.
    pub(crate) fn gone(&self) {
        self.end(End::Gone);
    }

    pub(crate) fn is_ended(&self) -> bool {
        self.state().end.is_some()
    }

    /// Waits for something to do and moves what is queued into the empty `batch`.
    pub(crate) async fn next(&self, batch: &mut VecDeque<Waiting>) -> Next {
        loop {
            let notified = self.changed.notified();
            {
                let mut state = self.state();
                match state.end {
                    Some(End::Gone) => return Next::Stop,
                    Some(End::Abandon(code)) => return Next::Close(code),
                    Some(End::Finish(code)) if state.waiting.is_empty() => {
                        return Next::Close(code);
                    }
                    _ => {}
                }
                if !state.waiting.is_empty() {
                    std::mem::swap(&mut state.waiting, batch);
                    return Next::Write;
                }
            }
            notified.await;
        }
    }

    /// Notes that these frames have been written.
    pub(crate) fn written(&self, batch: &mut VecDeque<Waiting>) {
        let mut state = self.state();
        for Waiting { message, lane } in batch.drain(..) {
            match lane {
                Lane::Live => {
                    state.live_frames = state.live_frames.saturating_sub(1);
                    state.live_bytes = state.live_bytes.saturating_sub(bytes(&message));
                }
                Lane::Replay => state.replay_frames = state.replay_frames.saturating_sub(1),
            }
        }
        batch.shrink_to(IDLE_FRAMES);
        if state.replay_frames == 0 {
            self.replayed.notify_waiters();
        }
    }

    /// Waits until what is queued is not to be written any more.
    pub(crate) async fn abandoned(&self) {
        loop {
            let notified = self.abandoned.notified();
            if matches!(self.state().end, Some(End::Abandon(_) | End::Gone)) {
                return;
            }
            notified.await;
        }
    }

    fn push_live(&self, message: Message) -> Result<(), Ended> {
        let mut state = self.state();
        state.refuse_after_end()?;
        let size = bytes(&message);
        let is_full = state.live_frames >= QUEUE_FRAMES_MAX
            || state.live_bytes.saturating_add(size) > QUEUE_BYTES_MAX;
        if is_full {
            drop(state);
            self.abandon(CloseCode::TooSlow);
            return Err(Ended);
        }
        state.live_frames += 1;
        state.live_bytes += size;
        state.waiting.push_back(Waiting { message, lane: Lane::Live });
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// An end only ever gets harder: a socket that finishes may still be abandoned, or go.
    fn end(&self, end: End) {
        let mut state = self.state();
        let is_harder = match state.end {
            None => true,
            Some(End::Finish(_)) => !matches!(end, End::Finish(_)),
            Some(End::Abandon(_)) => end == End::Gone,
            Some(End::Gone) => false,
        };
        if !is_harder {
            return;
        }
        state.end = Some(end);
        if !matches!(end, End::Finish(_)) {
            state.waiting = VecDeque::new();
        }
        drop(state);
        self.changed.notify_one();
        self.replayed.notify_waiters();
        self.abandoned.notify_waiters();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn refuse_after_end(&self) -> Result<(), Ended> {
        if self.end.is_some() { Err(Ended) } else { Ok(()) }
    }
}

fn bytes(message: &Message) -> usize {
    match message {
        Message::Text(text) => text.len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_queue_is_dropped_and_closes_the_socket() {
        let queue = Queue::default();
        for _ in 0..QUEUE_FRAMES_MAX {
            assert_eq!(queue.push("x".into()), Ok(()));
        }
        assert_eq!(queue.push("x".into()), Err(Ended));
        let mut batch = VecDeque::new();
        assert!(matches!(queue.next(&mut batch).await, Next::Close(CloseCode::TooSlow)));
        assert!(batch.is_empty());
    }

    #[tokio::test]
    async fn frames_being_written_still_count() {
        let queue = Queue::default();
        let mut batch = VecDeque::new();
        for _ in 0..QUEUE_FRAMES_MAX {
            assert_eq!(queue.push("x".into()), Ok(()));
        }
        assert!(matches!(queue.next(&mut batch).await, Next::Write));
        assert_eq!(queue.push("x".into()), Err(Ended));
    }

    #[tokio::test]
    async fn bytes_are_bounded_too_and_replay_is_not() {
        let queue = Queue::default();
        let large = "x".repeat(QUEUE_BYTES_MAX);
        assert_eq!(queue.push_replayed(large.as_str().into()), Ok(()));
        assert_eq!(queue.push(large.as_str().into()), Ok(()));
        assert_eq!(queue.push("x".into()), Err(Ended));
    }

    #[tokio::test]
    async fn finishing_writes_what_is_queued_first() {
        let queue = Queue::default();
        let mut batch = VecDeque::new();
        queue.push("last words".into()).unwrap();
        queue.finish(CloseCode::SessionEnded);
        assert_eq!(queue.push("too late".into()), Err(Ended));
        assert!(matches!(queue.next(&mut batch).await, Next::Write));
        queue.written(&mut batch);
        assert!(matches!(queue.next(&mut batch).await, Next::Close(CloseCode::SessionEnded)));
    }
}

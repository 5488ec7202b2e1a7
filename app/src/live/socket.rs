//! The socket's task: connects, follows what the page shows, notices silence, and comes back.
//! Reconnecting is opening again with the cursors that the state holds.

mod backoff;

use futures_channel::mpsc;
use futures_util::future::{Either, select};
use futures_util::stream::{SplitSink, select as merge};
use futures_util::{SinkExt, Stream, StreamExt, stream};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use gloo_timers::future::{IntervalStream, TimeoutFuture};
use leptos::ev;
use leptos::prelude::*;
use protocol::cursor::Subject;
use protocol::frame::{ClientFrame, CloseCode, SUBPROTOCOL, ServerFrame};
use protocol::limits::{CLIENT_FRAMES_BURST_MAX, HEARTBEAT_MS, OFFLINE_AFTER_MS};
use protocol::time::Timestamp;
use wasm_bindgen_futures::spawn_local;

use crate::api::viewer::load_viewer;
use crate::live::browser;
use crate::live::link::Nudge;
use crate::live::socket::backoff::{Backoff, End};
use crate::live::state::Live;

const TICK_MS: u32 = 1_000;
/// How often a socket that connects is looked at.
const LOOK_MS: u32 = 20;
/// How long after the end of a session the browser may need to know of the next one.
const SETTLE_MS: u32 = 250;
/// How long the server may take to greet, and to answer a probe.
const ANSWER_MS: i64 = 5_000;
/// Time for one frame in the long run; half of what the server allows.
const FRAME_EVERY_MS: i64 = 1_000;
/// Frames that may be sent at once; the server allows a little more.
const BURST_FRAMES_MAX: i64 = CLIENT_FRAMES_BURST_MAX as i64 - 10;
/// A gap between two ticks after which the device must have slept.
const SLEPT_MS: i64 = 10_000;

/// Connects for as long as the course is on the page.
pub(super) fn start(live: Live) {
    let nudges = live.at().link.listen();
    let probe = move || {
        live.at().link.nudge(Nudge::Probe);
        live.at().outbox.wake();
    };
    let listeners = [
        window_event_listener(ev::online, move |_| probe()),
        window_event_listener(ev::offline, move |_| probe()),
        window_event_listener(ev::pageshow, move |_| probe()),
        window_event_listener_untyped("visibilitychange", move |_| {
            if !document().hidden() {
                probe();
            }
        }),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    spawn_local(run(live, nudges));
}

async fn run(live: Live, mut nudges: mpsc::Receiver<Nudge>) {
    let mut backoff = Backoff::default();
    while live.is_alive() {
        let began = browser::now();
        let (end, was_greeted) = connect(live, &mut nudges).await;
        if !live.is_alive() {
            return;
        }
        let lasted_ms = browser::now().since_ms(began);
        if end == End::SignedOut {
            settle(live).await;
        }
        if end == End::SignedOut || (!was_greeted && backoff.has_failed_before()) {
            look_why(live).await;
        }
        let pause_ms = backoff.pause(end, was_greeted.then_some(lasted_ms), browser::random_ms);
        pause(live, &mut nudges, pause_ms).await;
    }
}

/// Waits for the answer that brings the next session's cookie, in case this page or another tab has just
/// asked for one.
async fn settle(live: Live) {
    TimeoutFuture::new(SETTLE_MS).await;
    while live.is_alive() && live.at().link.is_renewing() {
        TimeoutFuture::new(LOOK_MS).await;
    }
}

/// Waits before the next attempt; a nudge ends it. Keeps the page's countdown right.
async fn pause(live: Live, nudges: &mut mpsc::Receiver<Nudge>, pause_ms: u32) {
    let until = browser::now().plus_ms(i64::from(pause_ms));
    loop {
        let left_ms = u32::try_from(until.since_ms(browser::now())).unwrap_or(0);
        if left_ms == 0 || !live.is_alive() {
            return;
        }
        live.at().link.went_down(left_ms);
        match select(nudges.next(), TimeoutFuture::new(left_ms.min(TICK_MS))).await {
            Either::Left((Some(Nudge::Wanted), _)) | Either::Right(_) => {}
            Either::Left((Some(Nudge::Probe) | None, _)) => return,
        }
    }
}

/// Asks what is the matter: whether somebody is still signed in, and which build the server is. A
/// refused upgrade looks like a dead network, and a hello that was late like no session.
async fn look_why(live: Live) {
    let Ok(viewer) = load_viewer().await else { return };
    if !live.is_alive() {
        return;
    }
    live.compare_build(&viewer.build);
    if viewer.me.is_none() {
        live.sign_out();
    }
}

/// What the task wakes up for.
enum Input {
    Frame(Result<Message, WebSocketError>),
    Nudge(Nudge),
    Tick,
    Gone,
}

/// Runs one connection to its end; returns also whether the server greeted.
async fn connect(live: Live, nudges: &mut mpsc::Receiver<Nudge>) -> (End, bool) {
    let Ok(socket) = WebSocket::open_with_protocol(&address(), SUBPROTOCOL) else {
        return (End::Broken, false);
    };
    if !is_open(&socket).await {
        return (End::Broken, false);
    }
    let (sink, frames) = socket.split();
    let mut connection = Connection::new(live, sink);
    let mut inputs = inputs(frames, nudges);
    if !connection.greet().await {
        return (End::Broken, false);
    }
    while let Some(input) = inputs.next().await {
        if !live.is_alive() {
            return (End::Left, connection.is_greeted);
        }
        let end = match input {
            Input::Frame(Ok(message)) => {
                connection.take(message);
                connection.follow().await
            }
            Input::Frame(Err(error)) => Some(end_of(&error)),
            Input::Nudge(Nudge::Wanted) => connection.follow().await,
            Input::Nudge(Nudge::Probe) => connection.probe().await,
            Input::Tick => connection.tick().await,
            Input::Gone => Some(End::Left),
        };
        if let Some(end) = end {
            return (end, connection.is_greeted);
        }
    }
    (End::Broken, connection.is_greeted)
}

/// Waits until the socket is open. Its sink would also say hello to one that has failed, and the
/// browser would complain about that in the console.
async fn is_open(socket: &WebSocket) -> bool {
    let until = browser::now().plus_ms(2 * ANSWER_MS);
    while matches!(socket.state(), State::Connecting) && browser::now() < until {
        TimeoutFuture::new(LOOK_MS).await;
    }
    matches!(socket.state(), State::Open)
}

/// Merges everything the task waits for. Frames are taken as they come: nothing is queued here.
fn inputs(
    frames: impl Stream<Item = Result<Message, WebSocketError>> + Unpin,
    nudges: &mut mpsc::Receiver<Nudge>,
) -> impl Stream<Item = Input> + Unpin {
    let gone = Box::pin(stream::once(async { Input::Gone }));
    let nudges = nudges.map(Input::Nudge).chain(gone);
    let ticks = IntervalStream::new(TICK_MS).map(|()| Input::Tick);
    merge(frames.map(Input::Frame), merge(nudges, ticks))
}

fn end_of(error: &WebSocketError) -> End {
    let WebSocketError::ConnectionClose(close) = error else { return End::Broken };
    let is = |code: CloseCode| close.code == code as u16;
    if is(CloseCode::Unauthenticated) || is(CloseCode::SessionEnded) {
        return End::SignedOut;
    }
    if is(CloseCode::TooSlow) {
        return End::TooSlow;
    }
    if is(CloseCode::Restarting) { End::Restarting } else { End::Broken }
}

fn address() -> String {
    let location = window().location();
    let is_secure = location.protocol().is_ok_and(|protocol| protocol == "https:");
    let scheme = if is_secure { "wss" } else { "ws" };
    format!("{scheme}://{}/ws", location.host().unwrap_or_default())
}

/// One socket, from the first frame on.
struct Connection {
    live: Live,
    sink: SplitSink<WebSocket, Message>,
    is_greeted: bool,
    opened: Vec<Subject>,
    heard_at: Timestamp,
    ticked_at: Timestamp,
    /// By when something must be heard.
    answer_by: Option<Timestamp>,
    /// When the frames sent so far are paid for, at one a second.
    paid_until: Timestamp,
}

impl Connection {
    fn new(live: Live, sink: SplitSink<WebSocket, Message>) -> Self {
        let now = browser::now();
        Self {
            live,
            sink,
            is_greeted: false,
            opened: Vec::new(),
            heard_at: now,
            ticked_at: now,
            answer_by: Some(now.plus_ms(2 * ANSWER_MS)),
            paid_until: now,
        }
    }

    /// Says hello as soon as the socket is open; false if it does not open in time.
    async fn greet(&mut self) -> bool {
        let (epoch, after) = self.live.greeting();
        let hello = ClientFrame::Hello { token: None, epoch: Some(epoch), after: Some(after) };
        let timeout = TimeoutFuture::new(u32::try_from(2 * ANSWER_MS).unwrap_or(u32::MAX));
        let sent = Box::pin(self.send(&hello));
        matches!(select(sent, timeout).await, Either::Left((true, _)))
    }

    async fn send(&mut self, frame: &ClientFrame) -> bool {
        let Ok(json) = serde_json::to_string(frame) else { return false };
        self.paid_until = self.paid_until.max(browser::now()).plus_ms(FRAME_EVERY_MS);
        self.sink.send(Message::Text(json)).await.is_ok()
    }

    /// Applies one frame of the server's.
    fn take(&mut self, message: Message) {
        self.heard_at = browser::now();
        self.answer_by = None;
        let Message::Text(json) = message else { return };
        let Ok(frame) = serde_json::from_str::<ServerFrame>(&json) else { return };
        match &frame {
            ServerFrame::Hello { .. } => self.is_greeted = true,
            ServerFrame::Resync { subject, .. }
            | ServerFrame::Fault { subject: Some(subject), .. } => {
                self.opened.retain(|other| other != subject);
            }
            _ => {}
        }
        self.live.receive(frame);
    }

    /// Opens and closes subjects until they are those that the page wants, as far as the server's
    /// frame limit allows; the rest follows with the next tick.
    async fn follow(&mut self) -> Option<End> {
        if !self.is_greeted {
            return None;
        }
        let wanted = self.live.wanted();
        let unwanted =
            self.opened.iter().find(|subject| wanted.iter().all(|(other, _)| other != *subject));
        let mut frames = Vec::new();
        if let Some(subject) = unwanted.copied() {
            frames.push(ClientFrame::Close { subject });
        }
        for (subject, cursor) in wanted {
            if !self.opened.contains(&subject) {
                frames.push(ClientFrame::Open { subject, after: Some(cursor) });
            }
        }
        for frame in frames {
            if self.paid_until.since_ms(browser::now()) > BURST_FRAMES_MAX * FRAME_EVERY_MS {
                return None;
            }
            if !self.send(&frame).await {
                return Some(End::Broken);
            }
            match frame {
                ClientFrame::Open { subject, .. } => self.opened.push(subject),
                ClientFrame::Close { subject } => self.opened.retain(|other| *other != subject),
                _ => {}
            }
        }
        None
    }

    /// Asks for a sign of life that must come soon.
    async fn probe(&mut self) -> Option<End> {
        if self.answer_by.is_some() {
            return None;
        }
        self.answer_by = Some(browser::now().plus_ms(ANSWER_MS));
        if self.send(&ClientFrame::Ping).await { None } else { Some(End::Broken) }
    }

    /// Once a second: notices silence and sleep, and catches up with what the page wants.
    async fn tick(&mut self) -> Option<End> {
        let now = browser::now();
        let has_slept = now.since_ms(self.ticked_at) > SLEPT_MS;
        self.ticked_at = now;
        let silence_ms = now.since_ms(self.heard_at);
        // The next look would come too late.
        let soon = now.plus_ms(i64::from(TICK_MS));
        let is_late = self.answer_by.is_some_and(|answer_by| soon > answer_by);
        if has_slept && self.is_greeted {
            self.heard_at = now;
            self.answer_by = None;
            return self.probe().await;
        }
        if is_late {
            return Some(End::Broken);
        }
        if silence_ms > i64::from(HEARTBEAT_MS) && self.answer_by.is_none() {
            self.answer_by = Some(self.heard_at.plus_ms(i64::from(OFFLINE_AFTER_MS)));
            if !self.send(&ClientFrame::Ping).await {
                return Some(End::Broken);
            }
        }
        self.follow().await
    }
}

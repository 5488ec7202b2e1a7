//! A client on `/ws`.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::frame::{ClientFrame, SUBPROTOCOL, ServerFrame};
use protocol::id::ChannelId;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::site::{Person, Site};

/// A test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(15);

/// A socket as a client holds it.
pub(crate) struct Socket(WebSocketStream<TcpStream>);

/// What comes from the server.
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
#[derive(Debug)]
pub(crate) enum Heard {
    Frame(ServerFrame),
    Closed(u16),
}

/// Returns the upgrade request of a browser.
pub(crate) fn request(site: &Site, token: Option<&str>, origin: Option<&str>) -> Request {
    let mut request = format!("ws://{}/ws", site.address).into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", SUBPROTOCOL.parse().unwrap());
    if let Some(token) = token {
        headers.insert("cookie", format!("theme=dark; lyceum={token}").parse().unwrap());
    }
    if let Some(origin) = origin {
        headers.insert("origin", origin.parse().unwrap());
    }
    request
}

/// Connects, or returns the status with which the upgrade was refused.
pub(crate) async fn connect(site: &Site, request: Request) -> Result<Socket, u16> {
    let stream = TcpSocket::new_v4().unwrap();
    // Small and fixed, so that a client that does not read is noticed soon.
    stream.set_recv_buffer_size(64 * 1_024).unwrap();
    let stream = stream.connect(site.address).await.unwrap();
    match client_async(request, stream).await {
        Ok((socket, _)) => Ok(Socket(socket)),
        Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("the upgrade broke: {error}"),
    }
}

impl Socket {
    /// Connects as a browser of this person and says hello.
    pub(crate) async fn of(site: &Site, person: &Person) -> Self {
        let mut socket = Self::silent(site, person).await;
        socket.say(&ClientFrame::Hello { token: None, epoch: None, after: None }).await;
        assert!(matches!(socket.frame().await, ServerFrame::Hello { .. }));
        assert!(matches!(socket.frame().await, ServerFrame::Opened { .. }));
        socket
    }

    /// Connects as a browser of this person.
    pub(crate) async fn silent(site: &Site, person: &Person) -> Self {
        let request = request(site, Some(&person.token), Some(&site.origin()));
        connect(site, request).await.unwrap()
    }

    pub(crate) async fn say(&mut self, frame: &ClientFrame) {
        self.say_text(&serde_json::to_string(frame).unwrap()).await;
    }

    pub(crate) async fn say_text(&mut self, text: &str) {
        // A server that has closed is told apart by what it says, not by this.
        let _ = self.0.send(Message::text(text)).await;
    }

    pub(crate) async fn send(&mut self, message: Message) {
        let _ = self.0.send(message).await;
    }

    pub(crate) async fn open(&mut self, subject: Subject, after: Option<Seq>) {
        self.say(&ClientFrame::Open { subject, after }).await;
    }

    /// Opens a channel from its head and waits until it is live.
    pub(crate) async fn follow(&mut self, channel: ChannelId) {
        let subject = Subject::Channel(channel);
        self.open(subject, None).await;
        let opened = self.frame().await;
        assert!(
            matches!(&opened, ServerFrame::Opened { subject: s, .. } if *s == subject),
            "{opened:?}"
        );
    }

    /// Returns the next thing that the server says; activity is left out.
    pub(crate) async fn hear(&mut self) -> Heard {
        loop {
            match self.hear_all().await {
                Heard::Frame(ServerFrame::Activity { .. }) => {}
                heard => return heard,
            }
        }
    }

    /// Returns the next thing that the server says.
    pub(crate) async fn hear_all(&mut self) -> Heard {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.0.next()).await;
            match next.expect("the server says nothing") {
                Some(Ok(Message::Text(text))) => {
                    return Heard::Frame(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Close(close))) => {
                    return Heard::Closed(close.map_or(1005, |close| close.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => panic!("the socket broke: {error}"),
                None => return Heard::Closed(1006),
            }
        }
    }

    /// Returns the next frame as it came.
    pub(crate) async fn text(&mut self) -> String {
        loop {
            match self.0.next().await.unwrap().unwrap() {
                Message::Text(text) => return text.to_string(),
                Message::Close(close) => panic!("{close:?}"),
                _ => {}
            }
        }
    }

    pub(crate) async fn frame(&mut self) -> ServerFrame {
        match self.hear().await {
            Heard::Frame(frame) => frame,
            Heard::Closed(code) => panic!("closed with {code}"),
        }
    }

    /// Returns the next event.
    pub(crate) async fn event(&mut self) -> (Subject, Seq, Event) {
        loop {
            if let ServerFrame::Event { subject, seq, event, .. } = self.frame().await {
                return (subject, seq, event);
            }
        }
    }

    /// Returns the `seq`s of the next events.
    pub(crate) async fn seqs(&mut self, count: usize) -> Vec<i64> {
        let mut seqs = Vec::new();
        while seqs.len() < count {
            seqs.push(self.event().await.1.0);
        }
        seqs
    }

    /// Reads until the server closes; returns the code and the events that came before.
    pub(crate) async fn until_closed(&mut self) -> (u16, Vec<i64>) {
        let mut seqs = Vec::new();
        loop {
            match self.hear().await {
                Heard::Frame(ServerFrame::Event { seq, .. }) => seqs.push(seq.0),
                Heard::Frame(_) => {}
                Heard::Closed(code) => return (code, seqs),
            }
        }
    }

    /// Asserts that nothing but activity and signals is said for a moment.
    pub(crate) async fn assert_quiet(&mut self) {
        let until = Instant::now() + Duration::from_millis(300);
        while let Ok(heard) = tokio::time::timeout_at(until, self.hear()).await {
            assert!(matches!(heard, Heard::Frame(ServerFrame::Signal { .. })), "{heard:?}");
        }
    }
}

/// Returns the words of a posted message.
pub(crate) fn words(event: Event) -> String {
    match event {
        Event::MessagePosted { message } => message.body,
        other => panic!("{other:?}"),
    }
}

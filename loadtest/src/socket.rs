//! `/ws` as a browser speaks it.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::caller::Person;
use crate::id::Id;
use crate::site::Site;

/// An upgrade that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A live socket.
pub(crate) struct Socket(WebSocketStream<TcpStream>);

/// What comes from the server.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    Frame(Value),
    /// The server said goodbye with this code.
    Closed(u16),
    /// The connection broke.
    Broken,
}

/// How the upgrade is asked for.
pub(crate) struct Upgrade<'a> {
    pub(crate) cookie: Option<&'a str>,
    pub(crate) origin: Option<&'a str>,
    /// The size of the kernel's buffer on this side; its own choice without one.
    pub(crate) receive_bytes: Option<u32>,
}

impl Socket {
    /// Asks for a socket; an upgrade that is refused returns its status.
    pub(crate) async fn ask(site: &Site, upgrade: Upgrade<'_>) -> Result<Result<Self, u16>> {
        timeout(PATIENCE, Self::ask_now(site, upgrade)).await.context("no answer to an upgrade")?
    }

    async fn ask_now(site: &Site, upgrade: Upgrade<'_>) -> Result<Result<Self, u16>> {
        let address = site.address().context("the server is down")?;
        let mut request = format!("ws://{address}/ws").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", HeaderValue::from_static("lyceum.v1"));
        if let Some(cookie) = upgrade.cookie {
            headers.insert("cookie", cookie.parse()?);
        }
        if let Some(origin) = upgrade.origin {
            headers.insert("origin", origin.parse()?);
        }
        let socket = TcpSocket::new_v4()?;
        if let Some(bytes) = upgrade.receive_bytes {
            socket.set_recv_buffer_size(bytes)?;
        }
        let stream = socket.connect(address).await?;
        match client_async(request, stream).await {
            Ok((socket, _)) => Ok(Ok(Self(socket))),
            Err(tungstenite::Error::Http(response)) => Ok(Err(response.status().as_u16())),
            Err(error) => Err(error.into()),
        }
    }

    /// Connects as a page of the site.
    pub(crate) async fn connect(site: &Site, person: &Person) -> Result<Self> {
        Self::connect_with(site, person, None).await
    }

    /// Connects with a small buffer on this side.
    pub(crate) async fn connect_with(
        site: &Site,
        person: &Person,
        receive_bytes: Option<u32>,
    ) -> Result<Self> {
        let origin = site.origin().context("the server is down")?;
        let cookie = Some(person.cookie.as_str());
        let upgrade = Upgrade { cookie, origin: Some(&origin), receive_bytes };
        match Self::ask(site, upgrade).await? {
            Ok(socket) => Ok(socket),
            Err(status) => bail!("the upgrade was refused with {status}"),
        }
    }

    /// Says something; a connection that is gone shows when it is read.
    pub(crate) async fn say(&mut self, frame: &Value) {
        let _ = self.0.send(Message::text(frame.to_string())).await;
    }

    pub(crate) async fn hello(&mut self) {
        self.say(&json!({ "type": "hello" })).await;
    }

    pub(crate) async fn open(&mut self, room: Id, after: Option<i64>) {
        self.open_subject(&format!("channel:{room}"), after).await;
    }

    pub(crate) async fn open_subject(&mut self, subject: &str, after: Option<i64>) {
        let mut frame = json!({ "type": "open", "subject": subject });
        if let Some(after) = after {
            frame["after"] = after.into();
        }
        self.say(&frame).await;
    }

    /// Returns the next thing that the server says.
    pub(crate) async fn hear(&mut self) -> Heard {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Heard::Frame(serde_json::from_str(&text).unwrap_or(Value::Null));
                }
                Some(Ok(Message::Close(close))) => {
                    return Heard::Closed(close.map_or(1_005, |close| close.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Broken,
            }
        }
    }

    /// Returns the next frame of one of these types, or how the connection ended; other frames are
    /// passed over. Nothing at all is an error.
    pub(crate) async fn wait_for(&mut self, kinds: &[&str], patience: Duration) -> Result<Heard> {
        let next = async {
            loop {
                match self.hear().await {
                    Heard::Frame(frame) => {
                        if kinds.iter().any(|kind| frame["type"] == **kind) {
                            return Heard::Frame(frame);
                        }
                    }
                    end => return end,
                }
            }
        };
        timeout(patience, next).await.with_context(|| format!("no {}", kinds.join(" or ")))
    }

    /// Cuts the connection with a reset: nothing that is on its way arrives.
    pub(crate) fn reset(self) {
        let _ = self.0.get_ref().set_zero_linger();
    }
}

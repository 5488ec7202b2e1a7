//! `/ws`: the upgrade, and one connection from hello to close.

mod hello;
mod reader;
mod silence;
mod writer;

use std::sync::Arc;

use app::api::context::Session;
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use http::header::ORIGIN;
use http::{HeaderMap, StatusCode};
use protocol::frame::{CloseCode, SUBPROTOCOL};
use protocol::limits::FRAME_BYTES_MAX;
use service::actor::Actor;
use tokio_util::sync::CancellationToken;

use crate::hub::Connection;
use crate::listener::Place;
use crate::session_cookie;
use crate::socket::silence::Silence;
use crate::state::AppState;

/// Small, because there is one for each socket; the library's default is 128 KiB.
const READ_BUFFER_BYTES: usize = 1_024;
const WRITE_BUFFER_BYTES: usize = 4_096;

/// Frames up to this size are read whole, so that a frame over [`FRAME_BYTES_MAX`] gets an orderly
/// close; larger ones are not even read.
const READ_BYTES_MAX: usize = 2 * FRAME_BYTES_MAX;

/// Upgrades to a socket. A browser must come from a page of this site.
pub(crate) async fn upgrade(
    State(state): State<AppState>,
    Extension(Session(actor)): Extension<Session>,
    Extension(place): Extension<Place>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let has_cookie = session_cookie::token(&headers, &state.cookie).is_some();
    let is_browser = has_cookie || headers.contains_key(ORIGIN);
    if is_browser && !state.origins.is_ours(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let tasks = state.hub.tasks().clone();
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_message_size(READ_BYTES_MAX)
        .max_frame_size(READ_BYTES_MAX)
        .on_upgrade(move |socket| {
            let run = async move {
                let _place = place;
                match actor {
                    Some(actor) => run(state, socket, actor).await,
                    None => turn_away(socket, CloseCode::Unauthenticated).await,
                }
            };
            tasks.track_future(run)
        })
}

/// Serves one connection until it ends.
async fn run(state: AppState, socket: WebSocket, actor: Actor) {
    let id = state.service.clock().new_id();
    let connection = Arc::new(Connection::new(id, actor));
    state.hub.enter(&connection);
    let (sink, stream) = socket.split();
    let shared = Shared {
        hub: state.hub.clone(),
        connection: Arc::clone(&connection),
        silence: Arc::new(Silence::default()),
        closed: CancellationToken::new(),
    };
    tracing::debug!(connection.id = %id, user.id = %actor.user_id, "a socket opened");
    state.hub.tasks().spawn(writer::write(shared.clone(), sink));
    reader::read(&state, &shared, stream).await;
    state.hub.leave(&connection);
    tracing::debug!(connection.id = %id, "a socket closed");
}

/// What both halves of a socket share.
#[derive(Clone)]
struct Shared {
    hub: crate::hub::Hub,
    connection: Arc<Connection>,
    silence: Arc<Silence>,
    /// The writer has said goodbye, or cannot.
    closed: CancellationToken,
}

/// Closes a socket that never becomes a connection.
async fn turn_away(mut socket: WebSocket, code: CloseCode) {
    let goodbye = async {
        if socket.send(goodbye(code)).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    let _ = tokio::time::timeout(reader::LINGER, goodbye).await;
}

/// Returns the frame that closes a socket.
fn goodbye(code: CloseCode) -> Message {
    let reason = match code {
        CloseCode::Restarting => "restarting",
        CloseCode::Unauthenticated => "unauthenticated",
        CloseCode::SessionEnded => "session ended",
        CloseCode::TooSlow => "too slow",
        CloseCode::BadFrame => "bad frame",
    };
    Message::Close(Some(CloseFrame { code: code as u16, reason: reason.into() }))
}

//! Accepts connections and speaks HTTP on them, within bounds: how many there are at once, how long the
//! head of a request may take, how large it may be.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use protocol::limits::{CONNECTIONS_MAX, REQUEST_HEAD_BYTES_MAX, REQUEST_HEAD_WITHIN_MS};
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::{Service, ServiceExt};

/// Files that the process needs besides connections: the database's, the log's.
const FILES_BESIDES: u64 = 128;
/// Pause after the system had no connection to give.
const PAUSE: Duration = Duration::from_millis(100);

/// What one process takes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Connections at once; further ones wait until one ends.
    pub(crate) connections_max: usize,
    /// Time in which a connection must have sent the head of its next request.
    pub(crate) head_within: Duration,
}

impl Bounds {
    /// Returns the product's bounds, as far as the system lets this process open files; asks it for as
    /// many as it gives.
    pub(crate) fn of_this_process() -> Self {
        let mut files = getrlimit(Resource::Nofile);
        if files.current < files.maximum || files.maximum.is_none() {
            files.current = files.maximum;
            if let Err(error) = setrlimit(Resource::Nofile, files) {
                tracing::debug!(%error, "could not raise the number of open files");
                files = getrlimit(Resource::Nofile);
            }
        }
        let room = files.current.map_or(u64::MAX, |files| files.saturating_sub(FILES_BESIDES));
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        if room < CONNECTIONS_MAX {
            tracing::warn!(room, "this process may open few files: raise its limit (ulimit -n)");
        }
        Self {
            connections_max: room.clamp(1, CONNECTIONS_MAX),
            head_within: Duration::from_millis(REQUEST_HEAD_WITHIN_MS),
        }
    }
}

/// Request extension: a connection's place among those that are served. A socket that the connection
/// became keeps it.
#[derive(Clone)]
pub(crate) struct Place(#[expect(dead_code, reason = "held, not read")] Arc<OwnedSemaphorePermit>);

/// Serves until told to stop; returns once every request that was begun has its answer.
pub(crate) async fn serve(
    listener: TcpListener,
    site: Router,
    bounds: Bounds,
    stop: CancellationToken,
) {
    let places = Arc::new(Semaphore::new(bounds.connections_max));
    let connections = TaskTracker::new();
    while let Some(accepted) = stop.run_until_cancelled(accept(&listener, &places)).await {
        match accepted {
            Ok((stream, peer, place)) => {
                let site = told(&site, peer, place);
                connections.spawn(speak(stream, site, bounds, stop.clone()));
            }
            // Without a connection of its own to blame, the system is short of something.
            Err(error) if !is_of_the_peer(&error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
            Err(_) => {}
        }
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, Place)> {
    let place = Arc::clone(places).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    // Without this a short frame waits for the answer to the one before it.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "could not switch off Nagle's algorithm");
    }
    Ok((stream, peer, Place(Arc::new(place))))
}

/// Returns the site as one connection sees it: with who is at the other end, and the place it takes.
fn told(
    site: &Router,
    peer: SocketAddr,
    place: Place,
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> + Clone + use<>
{
    site.clone().map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(place.clone());
        request
    })
}

/// Speaks HTTP on one connection until it ends, or, once told to stop, until its request is answered.
async fn speak<S>(stream: TcpStream, site: S, bounds: Bounds, stop: CancellationToken)
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> + Clone,
{
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head_within)
        .max_buf_size(REQUEST_HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(site))
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let mut ended = stop.run_until_cancelled(connection.as_mut()).await;
    if ended.is_none() {
        connection.as_mut().graceful_shutdown();
        ended = Some(connection.await);
    }
    if let Some(Err(error)) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn is_of_the_peer(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn further_connections_wait_until_those_that_say_nothing_are_closed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let site = Router::new().route("/", get(async || "here"));
        let bounds = Bounds { connections_max: 2, head_within: Duration::from_millis(300) };
        let stop = CancellationToken::new();
        let serving = tokio::spawn(serve(listener, site, bounds, stop.clone()));
        let mut silent = TcpStream::connect(address).await.unwrap();
        let mut half = TcpStream::connect(address).await.unwrap();
        half.write_all(b"GET / HTTP/1.1\r\nhost:").await.unwrap();
        let mut late = TcpStream::connect(address).await.unwrap();
        late.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        late.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("here"), "{answer}");
        for waiting in [&mut silent, &mut half] {
            let mut rest = Vec::new();
            waiting.read_to_end(&mut rest).await.unwrap();
        }
        stop.cancel();
        serving.await.unwrap();
    }
}

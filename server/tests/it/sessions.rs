//! Sessions and sockets: who may connect, and what happens when a session ends.

use protocol::frame::ClientFrame;
use tokio::time::{Duration, Instant};

use crate::site::{Site, start_behind_tls, start_on_sqlite};
use crate::socket::{Heard, Socket, connect, request};

store::both_backends! {
    async fn signing_out_closes_the_sessions_sockets_within_a_second(site: Site) {
        let ada = site.person("ada").await;
        let other = site.sign_in("ada").await;
        let mut ending = [Socket::of(&site, &ada).await, Socket::of(&site, &ada).await];
        let mut staying = Socket::of(&site, &other).await;
        let began = Instant::now();
        site.service.auth().sign_out(&ada.actor).await.unwrap();
        for socket in &mut ending {
            assert_eq!(socket.until_closed().await.0, 4003);
        }
        assert!(began.elapsed() < Duration::from_secs(1));
        // Another session of the same account is told, and goes on.
        staying.event().await;
        staying.assert_quiet().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_this_sites_pages_may_connect_with_a_cookie() {
    let (server, site) = start_on_sqlite().await;
    let ada = site.person("ada").await;
    let token = Some(ada.token.as_str());
    let here = site.origin();
    let near = format!("{here}0");
    let status = async |token, origin| connect(&site, request(&site, token, origin)).await.err();
    assert_eq!(status(token, None).await, Some(403));
    assert_eq!(status(token, Some("http://evil.example")).await, Some(403));
    assert_eq!(status(token, Some("null")).await, Some(403));
    assert_eq!(status(token, Some(&near)).await, Some(403));
    assert_eq!(status(None, Some("http://evil.example")).await, Some(403));
    assert_eq!(status(token, Some(&here)).await, None);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_pages_of_the_configured_address_may_connect() {
    let (server, site) = start_behind_tls().await;
    let status = async |origin| connect(&site, request(&site, None, Some(origin))).await.err();
    let here = site.origin();
    // Not even those of the host that the request was sent to.
    assert_eq!(status(here.as_str()).await, Some(403));
    assert_eq!(status("https://evil.example").await, Some(403));
    assert_eq!(status("https://chat.example.edu").await, None);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_are_turned_away_after_the_upgrade() {
    let (server, site) = start_on_sqlite().await;
    let origin = site.origin();
    for (token, origin) in [(None, None), (Some("0".repeat(64)), Some(origin.as_str()))] {
        let request = request(&site, token.as_deref(), origin);
        let mut socket = connect(&site, request).await.unwrap();
        assert_eq!(socket.until_closed().await.0, 4001);
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_must_say_hello_within_five_seconds() {
    let (server, site) = start_on_sqlite().await;
    let ada = site.person("ada").await;
    let mut socket = Socket::silent(&site, &ada).await;
    let began = Instant::now();
    assert_eq!(socket.until_closed().await.0, 4001);
    let waited = began.elapsed();
    assert!((4..7).contains(&waited.as_secs()), "{waited:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopping_server_says_so_to_every_socket() {
    let (server, site) = start_on_sqlite().await;
    let ada = site.person("ada").await;
    let mut greeted = Socket::of(&site, &ada).await;
    let mut silent = Socket::silent(&site, &ada).await;
    let stopping = tokio::spawn(server.stop());
    for socket in [&mut greeted, &mut silent] {
        let heard = socket.hear().await;
        assert!(matches!(heard, Heard::Closed(1012)), "{heard:?}");
    }
    stopping.await.unwrap();
    greeted.say(&ClientFrame::Ping).await;
    assert!(tokio::net::TcpStream::connect(site.address).await.is_err());
}

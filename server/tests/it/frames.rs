//! Wrong frames, and what they are answered.

use protocol::fault::FaultCode;
use protocol::frame::{ClientFrame, ServerFrame};
use protocol::limits::{CLIENT_FRAMES_BURST_MAX, FRAME_BYTES_MAX};
use tokio_tungstenite::tungstenite::Message;

use crate::site::{Site, start_on_sqlite};
use crate::socket::{Heard, Socket};

async fn fault(socket: &mut Socket) -> FaultCode {
    match socket.frame().await {
        ServerFrame::Fault { code, message, .. } => {
            assert!(!message.is_empty());
            code
        }
        other => panic!("{other:?}"),
    }
}

async fn greeted(site: &Site) -> Socket {
    let ada = site.person("ada").await;
    Socket::of(site, &ada).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unreadable_frames_are_answered_and_close_the_socket() {
    let (server, site) = start_on_sqlite().await;
    let ada = site.person("ada").await;
    let too_large = format!("{{\"type\":\"ping\",\"pad\":\"{}\"}}", "x".repeat(FRAME_BYTES_MAX));
    let check = async |message: Message, expect: FaultCode| {
        let mut socket = Socket::of(&site, &ada).await;
        socket.send(message).await;
        assert_eq!(fault(&mut socket).await, expect);
        assert_eq!(socket.until_closed().await.0, 4009);
    };
    check(Message::text("{"), FaultCode::Malformed).await;
    check(Message::text("[]"), FaultCode::Malformed).await;
    check(Message::text("{\"type\":\"open\"}"), FaultCode::Malformed).await;
    check(Message::text("{\"type\":\"open\",\"subject\":7}"), FaultCode::Malformed).await;
    check(Message::binary(vec![1, 2, 3]), FaultCode::Malformed).await;
    check(Message::text(too_large), FaultCode::TooLarge).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frame_of_exactly_the_limit_is_taken() {
    let (server, site) = start_on_sqlite().await;
    let mut socket = greeted(&site).await;
    let frame = |pad: usize| format!("{{\"type\":\"ping\",\"pad\":\"{}\"}}", "x".repeat(pad));
    let largest = frame(FRAME_BYTES_MAX - frame(0).len());
    assert_eq!(largest.len(), FRAME_BYTES_MAX);
    socket.say_text(&largest).await;
    assert_eq!(socket.frame().await, ServerFrame::Pong);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn far_too_large_frames_close_the_socket() {
    let (server, site) = start_on_sqlite().await;
    let mut socket = greeted(&site).await;
    socket.say_text(&"x".repeat(FRAME_BYTES_MAX * 2 + 1)).await;
    assert_eq!(socket.until_closed().await.0, 4009);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_frames_are_skipped() {
    let (server, site) = start_on_sqlite().await;
    let mut socket = greeted(&site).await;
    socket.say_text("{\"type\":\"hologram\",\"depth\":3}").await;
    socket
        .say_text("{\"type\":\"typing\",\"channel\":\"0192f0c4-0000-7000-8000-000000000001\"}")
        .await;
    socket.say(&ClientFrame::Ping).await;
    assert_eq!(socket.frame().await, ServerFrame::Pong);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_and_forbidden_subjects_are_answered_alike() {
    let (server, site) = start_on_sqlite().await;
    let (ada, ben) = (site.person("ada").await, site.person("ben").await);
    let mut socket = Socket::of(&site, &ada).await;
    let absent = "channel:0192f0c4-0000-7000-8000-000000000001".to_owned();
    let forbidden = format!("user:{}", ben.actor.user_id);
    for subject in [absent, forbidden] {
        socket.say_text(&format!("{{\"type\":\"open\",\"subject\":\"{subject}\"}}")).await;
        match socket.frame().await {
            ServerFrame::Fault { code: FaultCode::NotFound, subject: Some(named), .. } => {
                assert_eq!(named.to_string(), subject);
            }
            other => panic!("{other:?}"),
        }
    }
    // Even where that is no subject at all, the answer names what was asked for.
    socket.say_text("{\"type\":\"open\",\"subject\":\"room:1\"}").await;
    let answer: serde_json::Value = serde_json::from_str(&socket.text().await).unwrap();
    assert_eq!((&answer["code"], &answer["subject"]), (&"not_found".into(), &"room:1".into()));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_closes_the_socket() {
    let (server, site) = start_on_sqlite().await;
    let mut socket = greeted(&site).await;
    for _ in 0..CLIENT_FRAMES_BURST_MAX + 5 {
        socket.say(&ClientFrame::Ping).await;
    }
    let mut pongs = 0;
    let code = loop {
        match socket.hear().await {
            Heard::Frame(ServerFrame::Pong) => pongs += 1,
            Heard::Frame(ServerFrame::Fault { code, .. }) => {
                assert_eq!(code, FaultCode::RateLimited);
            }
            Heard::Frame(other) => panic!("{other:?}"),
            Heard::Closed(code) => break code,
        }
    };
    assert_eq!(code, 4009);
    assert!((20..=CLIENT_FRAMES_BURST_MAX).contains(&pongs), "{pongs}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hello_comes_first() {
    let (server, site) = start_on_sqlite().await;
    let ada = site.person("ada").await;
    let channel = site.general(&ada).await;
    let mut socket = Socket::silent(&site, &ada).await;
    socket.open(protocol::cursor::Subject::Channel(channel), None).await;
    assert_eq!(fault(&mut socket).await, FaultCode::Malformed);
    assert_eq!(socket.until_closed().await.0, 4009);
    server.stop().await;
}

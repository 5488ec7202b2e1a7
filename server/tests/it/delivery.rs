//! Live events: once, in order, to those who have the subject open.

use protocol::cursor::Subject;
use protocol::frame::{ClientFrame, ServerFrame};

use crate::site::{Site, post};
use crate::socket::{Socket, words};

store::both_backends! {
    async fn two_sockets_see_each_message_once_and_in_order(site: Site) {
        let (ada, ben) = (site.person("ada").await, site.person("ben").await);
        let channel = site.general(&ada).await;
        let mut sockets = [Socket::of(&site, &ada).await, Socket::of(&site, &ben).await];
        for socket in &mut sockets {
            socket.follow(channel).await;
        }
        let head = site.head(channel).await.0;
        site.post_many(&ada, channel, 100, "hello").await;
        let expect: Vec<i64> = (head + 1..=head + 100).collect();
        for socket in &mut sockets {
            assert_eq!(socket.seqs(100).await, expect);
            socket.assert_quiet().await;
        }
    }

    async fn a_message_arrives_with_its_words(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let mut socket = Socket::of(&site, &ada).await;
        socket.follow(channel).await;
        site.post(&ada, channel, "a proof by induction").await;
        let (subject, _, event) = socket.event().await;
        assert_eq!(subject, Subject::Channel(channel));
        assert_eq!(words(event), "a proof by induction");
    }

    async fn a_closed_subject_is_quiet(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let mut socket = Socket::of(&site, &ada).await;
        socket.follow(channel).await;
        socket.say(&ClientFrame::Close { subject: Subject::Channel(channel) }).await;
        socket.say(&ClientFrame::Ping).await;
        assert_eq!(socket.frame().await, ServerFrame::Pong);
        site.post(&ada, channel, "to nobody").await;
        socket.assert_quiet().await;
    }

    async fn opening_twice_delivers_once(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let mut socket = Socket::of(&site, &ada).await;
        socket.follow(channel).await;
        socket.follow(channel).await;
        site.post(&ada, channel, "once").await;
        assert_eq!(words(socket.event().await.2), "once");
        socket.assert_quiet().await;
    }

    async fn what_another_process_commits_arrives_by_the_sweep(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let mut socket = Socket::of(&site, &ada).await;
        socket.follow(channel).await;
        let elsewhere = site.elsewhere();
        post(&elsewhere, &ada, channel, "from elsewhere").await;
        assert_eq!(words(socket.event().await.2), "from elsewhere");
        // The gap that this one leaves behind it is filled before it is delivered.
        post(&elsewhere, &ada, channel, "first").await;
        site.post(&ada, channel, "second").await;
        assert_eq!(words(socket.event().await.2), "first");
        assert_eq!(words(socket.event().await.2), "second");
        socket.assert_quiet().await;
        elsewhere.close().await;
    }

    async fn reading_in_one_tab_is_signalled_to_the_others(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let mut socket = Socket::of(&site, &ada).await;
        let message = site.post(&ada, channel, "read me").await;
        let position = message.position.unwrap();
        site.service.channels().mark_read(&ada.actor, channel, position).await.unwrap();
        let signal = socket.frame().await;
        assert!(matches!(signal, ServerFrame::Signal { .. }), "{signal:?}");
    }
}

//! Opening from a cursor: replay, then live, without gap or repeat; resync where that is no use.

use protocol::cursor::{Seq, Subject};
use protocol::frame::{ClientFrame, ServerFrame};

use crate::site::Site;
use crate::socket::Socket;

store::both_backends! {
    async fn what_was_missed_is_replayed_and_then_live(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let subject = Subject::Channel(channel);
        let cursor = site.head(channel).await;
        site.post_many(&ada, channel, 250, "missed").await;
        let mut socket = Socket::of(&site, &ada).await;
        socket.open(subject, Some(cursor)).await;
        let expect: Vec<i64> = (cursor.0 + 1..=cursor.0 + 250).collect();
        assert_eq!(socket.seqs(250).await, expect);
        let head = Seq(cursor.0 + 250);
        assert_eq!(socket.frame().await, ServerFrame::Opened { subject, head });
        site.post(&ada, channel, "live").await;
        assert_eq!(socket.seqs(1).await, [cursor.0 + 251]);
        socket.assert_quiet().await;
    }

    async fn reconnecting_under_fire_loses_and_repeats_nothing(site: Site) {
        const MESSAGES: usize = 600;
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let cursor = site.head(channel).await;
        let posting = tokio::spawn({
            let (site, ada) = (site.clone(), ada.clone());
            async move { site.post_many(&ada, channel, MESSAGES, "under fire").await }
        });
        let mut seen: Vec<i64> = Vec::new();
        while seen.len() < MESSAGES {
            let after = seen.last().map_or(cursor, |seq| Seq(*seq));
            let mut socket = Socket::of(&site, &ada).await;
            socket.open(Subject::Channel(channel), Some(after)).await;
            let batch = 97.min(MESSAGES - seen.len());
            seen.extend(socket.seqs(batch).await);
        }
        posting.await.unwrap();
        let expect: Vec<i64> = (1..).map(|n| cursor.0 + n).take(MESSAGES).collect();
        assert_eq!(seen, expect);
    }

    async fn a_client_two_thousand_events_behind_is_told_to_resync_and_recovers(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let subject = Subject::Channel(channel);
        let cursor = site.head(channel).await;
        site.post_many(&ada, channel, 2_000, "long ago").await;
        let mut socket = Socket::of(&site, &ada).await;
        socket.open(subject, Some(cursor)).await;
        let head = Seq(cursor.0 + 2_000);
        assert_eq!(socket.frame().await, ServerFrame::Resync { subject, head });
        // Nothing is live before the client has taken a snapshot and opened from there.
        site.post(&ada, channel, "not yet").await;
        socket.assert_quiet().await;
        socket.open(subject, Some(head)).await;
        assert_eq!(socket.seqs(1).await, [head.0 + 1]);
        assert_eq!(socket.frame().await, ServerFrame::Opened { subject, head: head.next() });
    }

    async fn a_cursor_ahead_of_the_head_must_resync(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let subject = Subject::Channel(channel);
        let head = site.head(channel).await;
        let mut socket = Socket::of(&site, &ada).await;
        for cursor in [Seq(head.0 + 1), Seq(i64::MAX), Seq(-1), Seq(i64::MIN)] {
            socket.open(subject, Some(cursor)).await;
            assert_eq!(socket.frame().await, ServerFrame::Resync { subject, head }, "{cursor:?}");
        }
    }

    async fn cursors_of_another_epoch_must_resync(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let head = site.head(channel).await;
        let mut socket = Socket::silent(&site, &ada).await;
        let epoch = Some("restored from a backup".to_owned());
        socket.say(&ClientFrame::Hello { token: None, epoch, after: Some(Seq(0)) }).await;
        assert!(matches!(socket.frame().await, ServerFrame::Hello { .. }));
        assert!(matches!(socket.frame().await, ServerFrame::Resync { .. }));
        let subject = Subject::Channel(channel);
        socket.open(subject, Some(head)).await;
        assert_eq!(socket.frame().await, ServerFrame::Resync { subject, head });
        socket.open(subject, None).await;
        assert_eq!(socket.frame().await, ServerFrame::Opened { subject, head });
    }
}

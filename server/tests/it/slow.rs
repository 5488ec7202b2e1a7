//! A client that does not read: it loses its socket, nothing else, and nobody else loses anything.

use protocol::cursor::{Seq, Subject};

use crate::site::Site;
use crate::socket::Socket;

store::both_backends! {
    async fn a_socket_that_never_reads_is_closed_and_reopened_misses_nothing(site: Site) {
        const MESSAGES: usize = 900;
        let (ada, ben) = (site.person("ada").await, site.person("ben").await);
        let channel = site.general(&ada).await;
        let cursor = site.head(channel).await.0;
        let mut deaf = Socket::of(&site, &ada).await;
        deaf.follow(channel).await;
        let mut attentive = Socket::of(&site, &ben).await;
        attentive.follow(channel).await;
        let listening = tokio::spawn(async move { attentive.seqs(MESSAGES).await });
        // More than the kernel buffers for both ends and the queue together.
        site.post_many(&ben, channel, MESSAGES, &"long ".repeat(1_500)).await;
        let expect: Vec<i64> = (1..).map(|n| cursor + n).take(MESSAGES).collect();
        assert_eq!(listening.await.unwrap(), expect);

        let (code, mut seen) = deaf.until_closed().await;
        assert_eq!(code, 4008);
        assert!(seen.len() < MESSAGES, "the queue had no bound");
        let mut again = Socket::of(&site, &ada).await;
        let after = Seq(seen.last().copied().unwrap_or(cursor));
        again.open(Subject::Channel(channel), Some(after)).await;
        seen.extend(again.seqs(MESSAGES - seen.len()).await);
        assert_eq!(seen, expect);
    }
}

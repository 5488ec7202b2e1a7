//! Rights that change while somebody listens.

use protocol::cursor::Subject;
use protocol::fault::FaultCode;
use protocol::frame::ServerFrame;

use crate::site::Site;
use crate::socket::{Socket, words};

store::both_backends! {
    async fn a_listener_whose_rights_were_read_again_goes_on_without_gap_or_repeat(site: Site) {
        let ada = site.person("ada").await;
        let channel = site.general(&ada).await;
        let mut socket = Socket::of(&site, &ada).await;
        socket.follow(channel).await;
        site.post(&ada, channel, "before").await;
        site.sql("update courses set access_version = access_version + 1").await;
        site.post_many(&ada, channel, 20, "after").await;
        assert_eq!(words(socket.event().await.2), "before");
        let seqs = socket.seqs(20).await;
        assert!(seqs.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{seqs:?}");
        socket.assert_quiet().await;
    }

    async fn a_removed_person_stops_receiving_events(site: Site) {
        let (ada, ben) = (site.person("ada").await, site.person("ben").await);
        let channel = site.general(&ada).await;
        let mut removed = Socket::of(&site, &ben).await;
        removed.follow(channel).await;
        site.sql("delete from enrollments where user_id in (select id from users where login = 'ben')")
            .await;
        site.sql("update courses set access_version = access_version + 1").await;
        site.post(&ada, channel, "not for ben").await;
        let said = removed.frame().await;
        let subject = Some(Subject::Channel(channel));
        assert!(
            matches!(&said, ServerFrame::Fault { code: FaultCode::NotFound, subject: s, .. } if *s == subject),
            "{said:?}"
        );
        site.post(&ada, channel, "nor this").await;
        removed.assert_quiet().await;
    }
}

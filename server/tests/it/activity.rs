//! News of channels that are not open.

use protocol::cursor::Subject;
use protocol::frame::{ChannelActivity, ServerFrame};
use tokio::time::{Duration, Instant};

use crate::site::Site;
use crate::socket::{Heard, Socket};

async fn next_activity(socket: &mut Socket) -> Vec<ChannelActivity> {
    loop {
        if let Heard::Frame(ServerFrame::Activity { channels }) = socket.hear_all().await {
            return channels;
        }
    }
}

store::both_backends! {
    async fn activity_goes_to_those_who_do_not_have_the_channel_open(site: Site) {
        let (ada, ben) = (site.person("ada").await, site.person("ben").await);
        let (course, channel) = site.commons(&ada).await;
        let (general, events) = (channel("general"), channel("events"));
        let mut inside = Socket::of(&site, &ada).await;
        let mut outside = Socket::of(&site, &ben).await;
        for (socket, open) in [(&mut inside, general), (&mut outside, events)] {
            socket.open(Subject::Course(course), None).await;
            assert!(matches!(socket.frame().await, ServerFrame::Opened { .. }));
            socket.follow(open).await;
        }
        let message = site.post(&ada, general, "news").await;
        let news = next_activity(&mut outside).await;
        assert_eq!(news.len(), 1);
        assert_eq!((news[0].channel, Some(news[0].position)), (general, message.position));
        assert_eq!((news[0].posted, news[0].gone), (1, 0));
        // Those inside got the event itself and nothing more.
        inside.event().await;
        let until = Instant::now() + Duration::from_millis(1_500);
        while let Ok(heard) = tokio::time::timeout_at(until, inside.hear_all()).await {
            assert!(matches!(heard, Heard::Frame(ServerFrame::Signal { .. })), "{heard:?}");
        }
    }

    async fn a_busy_channel_costs_others_one_frame_a_second(site: Site) {
        let (ada, ben) = (site.person("ada").await, site.person("ben").await);
        let (course, channel) = site.commons(&ada).await;
        let general = channel("general");
        let mut outside = Socket::of(&site, &ben).await;
        outside.open(Subject::Course(course), None).await;
        assert!(matches!(outside.frame().await, ServerFrame::Opened { .. }));
        let began = Instant::now();
        site.post_many(&ada, general, 300, "busy").await;
        let mut frames = 0;
        loop {
            frames += 1;
            let news = next_activity(&mut outside).await;
            if news[0].posted == 300 {
                break;
            }
        }
        assert!(frames <= began.elapsed().as_secs() + 2, "{frames} frames");
    }
}

//! Replay brings things as they are now, and a cursor that is no use says so.

use protocol::cursor::{Seq, Subject};
use protocol::fault::FaultCode;
use protocol::limits::{REPLAY_AGE_MS_MAX, REPLAY_EVENTS_MAX};

use crate::world::{World, fault};

const SECRET: &str = "xyzzy-regretted-words";

store::both_backends! {
    async fn replay_holds_no_byte_of_a_deleted_message(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, SECRET).await;
        world.service.messages().delete_own(&student, message.id).await.unwrap();
        let live = world.service.live();
        let events = live.replay(&Subject::Channel(general.id), Seq(0), 100).await.unwrap();
        assert_eq!(events.len(), 2);
        assert!(!format!("{events:?}").contains(SECRET));
        let opened = world.open_channel(&student, "general").await;
        assert!(!format!("{opened:?}").contains(SECRET));
    }

    async fn a_cursor_too_far_behind_too_old_or_ahead_is_stale(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let subject = Subject::Channel(general.id);
        for _ in 0..=REPLAY_EVENTS_MAX {
            world.post(&student, general.id, "again").await;
        }
        let head = Seq(REPLAY_EVENTS_MAX + 1);
        let live = world.service.live();
        assert_eq!(live.is_stale(&subject, Seq(0)).await.unwrap(), Some(head));
        assert_eq!(live.is_stale(&subject, Seq(1)).await.unwrap(), None);
        assert_eq!(live.is_stale(&subject, head).await.unwrap(), None);
        assert_eq!(live.is_stale(&subject, head.next()).await.unwrap(), Some(head));
        world.clock.advance_ms(REPLAY_AGE_MS_MAX + 1);
        assert_eq!(live.is_stale(&subject, Seq(1)).await.unwrap(), Some(head));
        assert_eq!(live.is_stale(&subject, head).await.unwrap(), None);
    }

    async fn nobody_follows_the_subject_of_another_person(world: World) {
        let student = world.student("student").await;
        let other = world.student("other").await;
        let live = world.service.live();
        live.grant(&student, &Subject::User(student.user_id)).await.unwrap();
        let refused = fault(live.grant(&student, &Subject::User(other.user_id)).await);
        assert_eq!(refused.code, FaultCode::NotFound);
    }

    async fn whose_session_is_over_follows_nothing(world: World) {
        world.student("student").await;
        let session = world.sign_in("student").await;
        let general = world.channel(&session, "general").await;
        let subjects = [Subject::User(session.user_id), Subject::Channel(general.id)];
        let live = world.service.live();
        for subject in subjects {
            live.grant(&session, &subject).await.unwrap();
        }
        world.service.auth().sign_out(&session).await.unwrap();
        for subject in subjects {
            let refused = fault(live.grant(&session, &subject).await);
            assert_eq!(refused.code, FaultCode::Unauthenticated);
        }
    }

    async fn what_is_committed_is_published_once_and_in_order(world: World) {
        let mut hub = world.service.subscribe();
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        for _ in 0..20 {
            world.post(&student, general.id, "in order").await;
        }
        let mut seqs = Vec::new();
        while let Ok(published) = hub.try_recv() {
            if let service::broker::Published::Event(event) = published
                && event.subject == Subject::Channel(general.id)
            {
                seqs.push(event.seq.0);
            }
        }
        assert_eq!(seqs, (1..=20).collect::<Vec<_>>());
    }
}

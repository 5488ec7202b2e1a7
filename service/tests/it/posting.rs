//! Posting is safe to repeat, deleting leaves a tombstone, limits hold, clocks matter.

use protocol::fault::FaultCode;
use protocol::limits::OWN_MESSAGE_WINDOW_MS;
use protocol::message::MessageState;
use protocol::page::PageKey;
use service::config::Options;
use service::messages::{Draft, Posted};

use crate::world::{World, fault};

store::both_backends! {
    async fn the_same_draft_again_returns_the_message_as_it_is_now(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let draft = world.draft(general.id, "once");
        let key = draft.client_message_id;
        let messages = world.service.messages();
        let first = messages.post(&student, draft).await.unwrap().into_message();
        let again = |body: &str| Draft {
            channel_id: general.id,
            body: body.to_owned(),
            client_message_id: key,
        };
        assert_eq!(messages.post(&student, again("once")).await.unwrap(), Posted::Known(first.clone()));
        let other = fault(messages.post(&student, again("twice")).await);
        assert_eq!(other.code, FaultCode::Conflict);
        messages.delete_own(&student, first.id).await.unwrap();
        let known = messages.post(&student, again("once")).await.unwrap().into_message();
        assert_eq!((known.id, known.state), (first.id, MessageState::Deleted));
    }

    async fn one_key_posted_many_times_at_once_is_one_message(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let key = world.draft(general.id, "").client_message_id;
        let mut posts = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let (service, student, channel_id) = (world.service.clone(), student, general.id);
            posts.spawn(async move {
                let body = "at once".to_owned();
                let draft = Draft { channel_id, body, client_message_id: key };
                service.messages().post(&student, draft).await.unwrap()
            });
        }
        let posted = posts.join_all().await;
        let new = posted.iter().filter(|posted| matches!(posted, Posted::New(_))).count();
        assert_eq!(new, 1);
        let page = world.service.messages().page(&student, general.id, PageKey::Latest, 100).await;
        assert_eq!(page.unwrap().items.len(), 1);
    }

    async fn a_deleted_message_keeps_its_place_and_loses_its_words(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "regretted").await;
        let messages = world.service.messages();
        let tombstone = messages.delete_own(&student, message.id).await.unwrap();
        assert_eq!((tombstone.position, tombstone.state), (message.position, MessageState::Deleted));
        assert_eq!((tombstone.body.as_str(), tombstone.html.as_str()), ("", ""));
        assert!(tombstone.changed_seq > message.changed_seq);
        assert_eq!(messages.delete_own(&student, message.id).await.unwrap(), tombstone);
        assert_eq!(messages.get(&student, message.id).await.unwrap(), tombstone);
    }

    async fn authors_delete_for_fifteen_minutes(world: World) {
        let student = world.student("student").await;
        let admin = world.admin().await;
        let general = world.channel(&student, "general").await;
        let messages = world.service.messages();
        let message = world.post(&student, general.id, "in time").await;
        world.clock.advance_ms(OWN_MESSAGE_WINDOW_MS);
        messages.delete_own(&student, message.id).await.unwrap();
        let message = world.post(&student, general.id, "too late").await;
        let staff = world.post(&admin, general.id, "staff").await;
        world.clock.advance_ms(OWN_MESSAGE_WINDOW_MS + 1);
        let late = fault(messages.delete_own(&student, message.id).await);
        assert_eq!(late.code, FaultCode::Forbidden);
        messages.delete_own(&admin, staff.id).await.unwrap();
    }

    async fn pages_go_both_ways_without_gap_or_repeat(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let mut posted = Vec::new();
        for number in 0..25 {
            posted.push(world.post(&student, general.id, &format!("number {number}")).await.id);
        }
        let messages = world.service.messages();
        let mut seen = Vec::new();
        let mut key = PageKey::Latest;
        loop {
            let page = messages.page(&student, general.id, key, 7).await.unwrap();
            seen.splice(0..0, page.items.iter().map(|message| message.id));
            if !page.has_before {
                break;
            }
            key = PageKey::Before(page.items[0].position.unwrap());
        }
        assert_eq!(seen, posted);
        let middle = messages.get(&student, posted[12]).await.unwrap().position.unwrap();
        let around = messages.page(&student, general.id, PageKey::Around(middle), 7).await.unwrap();
        assert!(around.items.iter().any(|message| message.id == posted[12]));
        assert!(around.has_before && around.has_after);
        let after = messages.page(&student, general.id, PageKey::After(middle), 100).await.unwrap();
        let ids: Vec<_> = after.items.iter().map(|message| message.id).collect();
        assert_eq!(ids, posted[13..]);
        assert!(!after.has_after);
    }
}

#[tokio::test]
async fn students_post_five_at_once_and_staff_twenty() {
    store::testing::on_sqlite(|url| async move {
        let world = World::open(&url, Options::default()).await;
        let student = world.student("student").await;
        let admin = world.admin().await;
        let general = world.channel(&student, "general").await;
        let messages = world.service.messages();
        for _ in 0..5 {
            world.post(&student, general.id, "quick").await;
        }
        let limited = fault(messages.post(&student, world.draft(general.id, "too quick")).await);
        assert_eq!(limited.code, FaultCode::RateLimited);
        let wait = limited.retry_after_ms.unwrap();
        assert!((1..=5_000).contains(&wait), "{wait}");
        world.clock.advance_ms(i64::try_from(wait).unwrap() + 1);
        world.post(&student, general.id, "patient").await;
        for _ in 0..20 {
            world.post(&admin, general.id, "staff").await;
        }
        world.service.close().await;
    })
    .await;
}

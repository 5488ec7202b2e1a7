//! Pages of a channel's timeline, both ways and around a message.

use protocol::channel::ChannelKind;
use protocol::cursor::{Seq, Subject};
use protocol::id::ChannelId;
use protocol::page::PageKey;
use protocol::user::CourseRole;
use store::{events, messages};

use crate::world::{NOW, World, new_message};

async fn page(
    world: &World,
    channel: ChannelId,
    key: PageKey,
    limit: u32,
) -> (Vec<i64>, bool, bool) {
    let read = world.store.read(async |tx| messages::page(tx, channel, key, limit, None).await);
    let (messages, has_before, has_after) = read.await.unwrap();
    let positions = messages.into_iter().map(|message| message.position.unwrap().0);
    (positions.collect(), has_before, has_after)
}

/// A channel with messages at 2, 4, 6, 8 and 10, and a neighbour with others.
async fn even_channel(world: &World) -> ChannelId {
    let course = world.course("logic").await;
    let ada = world.enrolled("ada", course, CourseRole::Student).await;
    let channel = world.channel(course, "lab", ChannelKind::Public).await;
    let neighbour = world.channel(course, "neighbour", ChannelKind::Public).await;
    for _ in 0..5 {
        let subject = Subject::Channel(channel);
        world.store.write(async |tx| events::advance(tx, &subject).await).await.unwrap();
        world.post(channel, ada, "words").await;
        world.post(neighbour, ada, "words").await;
    }
    channel
}

store::both_backends! {
    async fn pages_meet_without_gap_or_overlap(world: World) {
        let channel = even_channel(&world).await;
        let check = async |key, limit, expect: (&[i64], bool, bool)| {
            let (positions, has_before, has_after) = page(&world, channel, key, limit).await;
            assert_eq!((&*positions, has_before, has_after), expect, "{key:?} {limit}");
        };
        check(PageKey::Latest, 2, (&[8, 10], true, false)).await;
        check(PageKey::Latest, 5, (&[2, 4, 6, 8, 10], false, false)).await;
        check(PageKey::Before(Seq(8)), 2, (&[4, 6], true, true)).await;
        check(PageKey::Before(Seq(4)), 2, (&[2], false, true)).await;
        check(PageKey::Before(Seq(11)), 2, (&[8, 10], true, false)).await;
        check(PageKey::Before(Seq(2)), 2, (&[], false, true)).await;
        check(PageKey::After(Seq(0)), 2, (&[2, 4], false, true)).await;
        check(PageKey::After(Seq(4)), 2, (&[6, 8], true, true)).await;
        check(PageKey::After(Seq(6)), 2, (&[8, 10], true, false)).await;
        check(PageKey::After(Seq(10)), 2, (&[], true, false)).await;
        check(PageKey::After(Seq(i64::MAX)), 2, (&[], true, false)).await;
        check(PageKey::Around(Seq(6)), 3, (&[4, 6, 8], true, true)).await;
        check(PageKey::Around(Seq(6)), 4, (&[2, 4, 6, 8], false, true)).await;
        check(PageKey::Around(Seq(2)), 3, (&[2, 4, 6], false, true)).await;
        check(PageKey::Around(Seq(10)), 3, (&[6, 8, 10], true, false)).await;
        check(PageKey::Around(Seq(7)), 2, (&[6, 8], true, true)).await;
        check(PageKey::Around(Seq(6)), 1, (&[6], true, true)).await;
        check(PageKey::Around(Seq(i64::MIN)), 2, (&[2, 4], false, true)).await;
    }

    async fn replies_stand_in_their_thread_only(world: World) {
        let channel = even_channel(&world).await;
        let root = world.store.read(async |tx| messages::page(tx, channel, PageKey::Latest, 1, None).await);
        let root = root.await.unwrap().0.remove(0);
        let mut reply = new_message(channel, root.author.unwrap().id, "reply", NOW);
        (reply.position, reply.thread_root_id) = (Seq(11), Some(root.id));
        world.store.write(async |tx| messages::insert(tx, &reply).await).await.unwrap();
        assert_eq!(page(&world, channel, PageKey::Latest, 1).await, (vec![10], true, false));
    }
}

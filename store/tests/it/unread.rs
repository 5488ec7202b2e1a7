//! Read markers and unread counts.

use protocol::channel::{ChannelKind, Unread};
use protocol::cursor::Seq;
use protocol::id::{ChannelId, UserId};
use protocol::limits::UNREAD_COUNT_MAX;
use protocol::time::Timestamp;
use protocol::user::CourseRole;
use store::{channels, messages, read_markers};

use crate::world::{NOW, World};

async fn unread(world: &World, channel: ChannelId, user: UserId) -> Unread {
    world.store.read(async |tx| channels::unread(tx, channel, user).await).await.unwrap()
}

async fn read(world: &World, channel: ChannelId, user: UserId, position: Seq) -> bool {
    let write =
        world.store.write(async |tx| read_markers::advance(tx, user, channel, position, NOW).await);
    write.await.unwrap()
}

store::both_backends! {
    async fn a_read_marker_never_goes_back(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        assert!(read(&world, channel, ada, Seq(7)).await);
        assert!(!read(&world, channel, ada, Seq(7)).await);
        assert!(!read(&world, channel, ada, Seq(3)).await);
        assert_eq!(unread(&world, channel, ada).await.read_position, Seq(7));
        assert!(read(&world, channel, ada, Seq(8)).await);
        assert_eq!(unread(&world, channel, ada).await.read_position, Seq(8));
    }

    async fn the_latest_channel_is_where_a_marker_moved_last(world: World) {
        let course = world.course("logic").await;
        let ada = world.user("ada").await;
        let latest = async || {
            let read = world.store.read(async |tx| read_markers::latest_channel(tx, ada).await);
            read.await.unwrap()
        };
        assert_eq!(latest().await, None);
        let (lab, talk) = (
            world.channel(course, "lab", ChannelKind::Public).await,
            world.channel(course, "talk", ChannelKind::Public).await,
        );
        for (channel, at, is_latest) in [(talk, 1, true), (lab, 2, true), (talk, 3, false)] {
            let write = world.store.write(async |tx| {
                read_markers::advance(tx, ada, channel, Seq(1), Timestamp(at)).await
            });
            assert_eq!(write.await.unwrap(), is_latest);
            let expected = if is_latest { channel } else { lab };
            assert_eq!(latest().await, Some(expected));
        }
    }

    async fn unread_is_what_others_wrote_after_the_marker(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let bob = world.enrolled("bob", course, CourseRole::Student).await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        let (_, first) = world.post(channel, bob, "one").await;
        let (second, _) = world.post(channel, bob, "two").await;
        world.post(channel, ada, "mine").await;
        let (_, last) = world.post(channel, bob, "three").await;
        assert_eq!(unread(&world, channel, ada).await.count, 3);
        read(&world, channel, ada, first).await;
        assert_eq!(unread(&world, channel, ada).await.count, 2);
        let delete = world.store.write(async |tx| {
            messages::mark_deleted(tx, second, NOW, Seq(9)).await?;
            channels::count_gone(tx, channel).await
        });
        delete.await.unwrap();
        let expected =
            Unread { count: 1, read_position: first, last_position: last, posted: 4, gone: 1 };
        assert_eq!(unread(&world, channel, ada).await, expected);
        read(&world, channel, ada, last).await;
        assert_eq!(unread(&world, channel, ada).await.count, 0);
    }

    async fn what_was_written_before_somebody_came_is_not_unread(world: World) {
        let course = world.course("logic").await;
        let bob = world.enrolled("bob", course, CourseRole::Instructor).await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let outsider = world.user("admin").await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        world.post_at(channel, bob, "before", Timestamp(NOW.0 - 2)).await;
        world.post_at(channel, bob, "before", Timestamp(NOW.0 - 1)).await;
        assert_eq!(unread(&world, channel, ada).await.count, 0);
        world.post_at(channel, bob, "after", NOW).await;
        world.post_at(channel, bob, "after", Timestamp(NOW.0 + 1)).await;
        assert_eq!(unread(&world, channel, ada).await.count, 2);
        assert_eq!(unread(&world, channel, outsider).await.count, 4);
        read(&world, channel, ada, Seq(1)).await;
        assert_eq!(unread(&world, channel, ada).await.count, 2);
    }

    async fn counting_stops_at_its_limit(world: World) {
        let course = world.course("logic").await;
        let bob = world.enrolled("bob", course, CourseRole::Instructor).await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        for _ in 0..=UNREAD_COUNT_MAX {
            world.post(channel, bob, "words").await;
        }
        assert_eq!(unread(&world, channel, ada).await.count, UNREAD_COUNT_MAX);
    }
}

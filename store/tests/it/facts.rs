//! The facts that permission is decided on.

use protocol::channel::{ChannelKind, ChannelRole};
use protocol::id::{ChannelId, CourseId, MessageId, UserId};
use protocol::permission::{ChannelFacts, Facts, MessageFacts};
use protocol::user::{AccountRole, CourseRole};
use store::{Error, channels, courses, facts, memberships};

use crate::world::{NOW, World, id};

store::both_backends! {
    async fn facts_are_those_of_the_rows(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Assistant).await;
        let bob = world.user("bob").await;
        let group = world.channel(course, "group", ChannelKind::Private).await;
        let (message, _) = world.post(group, ada, "words").await;
        let write = world.store.write(async |tx| {
            memberships::insert(tx, group, bob, ChannelRole::Readonly, NOW).await?;
            channels::set_archived(tx, group, Some(NOW)).await
        });
        write.await.unwrap();
        let read = async |tx: &mut store::Tx| {
            let of_course = facts::of_course(tx, ada, course).await?.unwrap();
            let of_channel = facts::of_channel(tx, ada, group).await?.unwrap();
            let later = NOW.plus_ms(50);
            let of_message = facts::of_message(tx, bob, message, later).await?.unwrap();
            Ok::<_, Error>((of_course, of_channel, of_message))
        };
        // Once without and once with row locks.
        for facts in [world.store.read(read).await, world.store.write(read).await] {
            let (of_course, (of_channel, channel), (of_message, _, found)) = facts.unwrap();
            let account = AccountRole::User;
            let staff = Some(CourseRole::Assistant);
            let in_course = Facts {
                account,
                course: staff,
                students_create_groups: true,
                channel: None,
                message: None,
            };
            assert_eq!(of_course, in_course);
            let (kind, is_archived) = (ChannelKind::Private, true);
            let place = ChannelFacts { kind, is_archived, role: None };
            let in_course = Facts { students_create_groups: false, ..of_course };
            assert_eq!(of_channel, Facts { channel: Some(place), ..in_course });
            assert_eq!((channel.id, channel.course_id), (group, Some(course)));
            let place = Some(ChannelFacts { role: Some(ChannelRole::Readonly), ..place });
            let about = Some(MessageFacts { is_own: false, age_ms: 50 });
            let outside = Facts { course: None, channel: place, message: about, ..in_course };
            assert_eq!(of_message, outside);
            assert_eq!((found.id, found.body.as_str()), (message, "words"));
        }
    }

    async fn there_are_no_facts_about_nothing(world: World) {
        let course = world.course("logic").await;
        let ada = world.user("ada").await;
        let write = world.store.write(async |tx| {
            let nobody = facts::of_course(tx, UserId(id()), course).await?;
            let nowhere = facts::of_course(tx, ada, CourseId(id())).await?;
            let no_channel = facts::of_channel(tx, ada, ChannelId(id())).await?;
            let no_message = facts::of_message(tx, ada, MessageId(id()), NOW).await?;
            Ok::<_, Error>((nobody, nowhere, no_channel.is_none(), no_message.is_none()))
        });
        assert_eq!(write.await.unwrap(), (None, None, true, true));
    }

    async fn many_may_decide_in_one_channel_at_once(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        let writers = (0..40).map(|_| {
            let store = world.store.clone();
            tokio::spawn(async move {
                let write = store.write(async |tx| {
                    facts::of_channel(tx, ada, channel).await?.unwrap();
                    courses::access_version(tx, course).await?;
                    channels::count_gone(tx, channel).await
                });
                write.await
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap().unwrap();
        }
        let write = world.store.write(async |tx| channels::count_gone(tx, channel).await);
        assert_eq!(write.await.unwrap().gone, 41);
    }
}

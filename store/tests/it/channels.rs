//! Channels and their names.

use protocol::channel::{ChannelKind, ChannelRole};
use protocol::cursor::Seq;
use protocol::id::{ChannelId, CourseId};
use protocol::user::CourseRole;
use store::channels::{self, Counters};
use store::{Error, Unique, memberships};

use crate::world::{NOW, World, new_channel};

async fn rename(world: &World, id: ChannelId, name: &str) -> Result<(), Error> {
    let key = name.to_lowercase();
    world.store.write(async |tx| channels::rename(tx, id, name, &key).await).await
}

/// Returns who has a name now, and who had it last.
async fn owners(
    world: &World,
    course: CourseId,
    key: &str,
) -> (Option<ChannelId>, Option<ChannelId>) {
    let read = world.store.read(async |tx| {
        let now = channels::find_by_name_key(tx, course, key).await?;
        let before = channels::find_by_old_name_key(tx, course, key).await?;
        Ok::<_, Error>((now.map(|channel| channel.id), before.map(|channel| channel.id)))
    });
    read.await.unwrap()
}

store::both_backends! {
    async fn a_name_belongs_to_one_channel_of_a_course(world: World) {
        let (logic, ethics) = (world.course("logic").await, world.course("ethics").await);
        world.channel(logic, "Lab", ChannelKind::Public).await;
        world.channel(ethics, "lab", ChannelKind::Public).await;
        let again = new_channel(logic, "LAB", ChannelKind::Private);
        let taken = world.store.write(async |tx| channels::insert(tx, &again).await).await;
        assert!(taken.unwrap_err().violates(Unique::ChannelName));
        let other = world.channel(logic, "other", ChannelKind::Public).await;
        assert!(rename(&world, other, "lab").await.unwrap_err().violates(Unique::ChannelName));
        assert_eq!(owners(&world, logic, "other").await, (Some(other), None));
        let count = world.store.read(async |tx| channels::count(tx, logic).await).await;
        assert_eq!(count.unwrap(), 2);
    }

    async fn old_names_lead_to_the_channel_until_another_takes_them(world: World) {
        let course = world.course("logic").await;
        let first = world.channel(course, "one", ChannelKind::Public).await;
        rename(&world, first, "two").await.unwrap();
        assert_eq!(owners(&world, course, "one").await, (None, Some(first)));
        assert_eq!(owners(&world, course, "two").await, (Some(first), None));
        rename(&world, first, "one").await.unwrap();
        assert_eq!(owners(&world, course, "one").await, (Some(first), None));
        assert_eq!(owners(&world, course, "two").await, (None, Some(first)));
        let second = world.channel(course, "two", ChannelKind::Public).await;
        assert_eq!(owners(&world, course, "two").await, (Some(second), None));
        rename(&world, second, "three").await.unwrap();
        assert_eq!(owners(&world, course, "two").await, (None, Some(second)));
    }

    async fn a_change_of_letters_leaves_no_old_name(world: World) {
        let course = world.course("logic").await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        rename(&world, channel, "Lab").await.unwrap();
        assert_eq!(owners(&world, course, "lab").await, (Some(channel), None));
        let found = world.store.read(async |tx| channels::find(tx, channel).await).await;
        assert_eq!(found.unwrap().unwrap().name, "Lab");
    }

    async fn channels_are_described_archived_and_restored(world: World) {
        let course = world.course("logic").await;
        let id = world.channel(course, "lab", ChannelKind::Announcement).await;
        let write = world.store.write(async |tx| {
            channels::describe(tx, id, "Bring goggles").await?;
            channels::set_archived(tx, id, Some(NOW)).await?;
            let archived = channels::find(tx, id).await?;
            channels::set_archived(tx, id, None).await?;
            Ok::<_, Error>((archived, channels::find(tx, id).await?))
        });
        let (archived, restored) = write.await.unwrap();
        let (archived, restored) = (archived.unwrap(), restored.unwrap());
        assert_eq!((archived.archived_at, archived.description.as_str()), (Some(NOW), "Bring goggles"));
        assert_eq!((restored.archived_at, restored.kind), (None, ChannelKind::Announcement));
    }

    async fn private_channels_are_listed_for_members_only(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let bob = world.enrolled("bob", course, CourseRole::Instructor).await;
        world.channel(course, "general", ChannelKind::Public).await;
        world.channel(course, "Announcements", ChannelKind::Announcement).await;
        let group = world.channel(course, "group", ChannelKind::Private).await;
        let join = async || {
            let write = world.store.write(async |tx| {
                memberships::insert(tx, group, ada, ChannelRole::Owner, NOW).await
            });
            write.await.unwrap()
        };
        assert!(join().await);
        assert!(!join().await);
        let list = async |user| {
            let entries = world.store.read(async |tx| channels::list_for(tx, course, user).await);
            let entries = entries.await.unwrap().into_iter();
            entries.map(|entry| (entry.channel.name, entry.my_role)).collect::<Vec<_>>()
        };
        let public = [("Announcements".to_owned(), None), ("general".to_owned(), None)];
        assert_eq!(list(bob).await, public);
        assert_eq!(list(ada).await[2], ("group".to_owned(), Some(ChannelRole::Owner)));
        let hidden = world.store.read(async |tx| channels::entry_for(tx, group, bob).await).await;
        assert_eq!(hidden.unwrap(), None);
        let role = world.store.read(async |tx| memberships::role(tx, group, ada).await).await;
        assert_eq!(role.unwrap(), Some(ChannelRole::Owner));
    }

    async fn counters_count_and_the_last_position_never_falls(world: World) {
        let course = world.course("logic").await;
        let id = world.channel(course, "lab", ChannelKind::Public).await;
        let write = world.store.write(async |tx| {
            channels::count_posted(tx, id, Seq(5)).await?;
            channels::count_posted(tx, id, Seq(4)).await?;
            channels::count_gone(tx, id).await
        });
        let counters = Counters { posted: 2, gone: 1, last_position: Seq(5) };
        assert_eq!(write.await.unwrap(), counters);
    }
}

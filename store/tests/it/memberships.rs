//! Who is in which channel: lists, owners, people who could be added.

use protocol::channel::{ChannelKind, ChannelRole};
use protocol::id::{ChannelId, UserId};
use protocol::user::CourseRole;
use store::Error;
use store::memberships::{self, MembersKey};

use crate::world::{NOW, World};

async fn add(world: &World, channel: ChannelId, user: UserId, role: ChannelRole) {
    let write = world.store.write(async |tx| {
        assert!(memberships::insert(tx, channel, user, role, NOW).await?);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

store::both_backends! {
    async fn members_are_listed_by_rank_and_name_in_pages(world: World) {
        let course = world.course("logic").await;
        let group = world.channel(course, "group", ChannelKind::Private).await;
        let roles = [
            ("dan", ChannelRole::Member),
            ("bob", ChannelRole::Readonly),
            ("ada", ChannelRole::Member),
            ("eve", ChannelRole::Owner),
            ("cem", ChannelRole::Moderator),
        ];
        for (login, role) in roles {
            let user = world.enrolled(login, course, CourseRole::Student).await;
            add(&world, group, user, role).await;
        }
        let mut logins = Vec::new();
        let mut after = None;
        loop {
            let page = async |tx: &mut store::Tx| memberships::list(tx, group, after.clone(), 2).await;
            let page = world.store.read(page).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(MembersKey::after(last));
            logins.extend(page.into_iter().map(|member| member.user.login));
        }
        assert_eq!(logins, ["eve", "cem", "ada", "dan", "bob"]);
        let count = world.store.read(async |tx| memberships::count(tx, group).await).await;
        assert_eq!(count.unwrap(), 5);
    }

    async fn closed_accounts_own_nothing_and_cannot_be_added(world: World) {
        let course = world.course("logic").await;
        let group = world.channel(course, "group", ChannelKind::Private).await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let bob = world.enrolled("bob", course, CourseRole::Student).await;
        let cem = world.enrolled("cem", course, CourseRole::Student).await;
        add(&world, group, ada, ChannelRole::Owner).await;
        add(&world, group, bob, ChannelRole::Owner).await;
        let read = async |tx: &mut store::Tx| {
            let owners = memberships::count_other_owners(tx, group, ada).await?;
            let found = memberships::candidates(tx, course, group, "the", 8).await?;
            Ok::<_, Error>((owners, found.into_iter().map(|person| person.id).collect::<Vec<_>>()))
        };
        assert_eq!(world.store.read(read).await.unwrap(), (1, vec![cem]));
        let close = "update users set deactivated_at = 1 where login in ('bob', 'cem')";
        store::testing::execute(&world.url, close).await;
        assert_eq!(world.store.read(read).await.unwrap(), (0, vec![]));
    }

    async fn a_search_takes_its_text_as_it_is(world: World) {
        let course = world.course("logic").await;
        let group = world.channel(course, "group", ChannelKind::Private).await;
        let ada = world.enrolled("ada_l", course, CourseRole::Student).await;
        world.enrolled("adam", course, CourseRole::Student).await;
        let find = async |text: &'static str| {
            let found = world.store.read(async |tx| memberships::candidates(tx, course, group, text, 8).await);
            found.await.unwrap().into_iter().map(|person| person.id).collect::<Vec<_>>()
        };
        assert_eq!(find("A_").await, [ada]);
        assert_eq!(find("%").await, []);
        assert_eq!(find("!").await, []);
        assert_eq!(find("THE ADA").await.len(), 2);
    }

    async fn leaving_a_course_ends_every_membership_in_it(world: World) {
        let (course, other) = (world.course("logic").await, world.course("sets").await);
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let group = world.channel(course, "group", ChannelKind::Private).await;
        let elsewhere = world.channel(other, "group", ChannelKind::Private).await;
        add(&world, group, ada, ChannelRole::Member).await;
        add(&world, elsewhere, ada, ChannelRole::Member).await;
        let ended = world.store.write(async |tx| memberships::delete_of_course(tx, course, ada).await);
        assert_eq!(ended.await.unwrap(), [group]);
        let read = async |tx: &mut store::Tx| {
            let here = memberships::role(tx, group, ada).await?;
            let groups = memberships::groups_of(tx, other, ada, 10).await?;
            Ok::<_, Error>((here, groups))
        };
        assert_eq!(world.store.read(read).await.unwrap(), (None, vec![elsewhere]));
    }
}

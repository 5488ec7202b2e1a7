//! Messages: their keys, their changes, and the words that nobody may see any more.

use protocol::channel::ChannelKind;
use protocol::cursor::Seq;
use protocol::message::{Message, MessageState};
use protocol::page::PageKey;
use protocol::user::CourseRole;
use store::messages::{self, NewBody};
use store::{Error, Unique, facts};

use crate::world::{NOW, World, new_message};

store::both_backends! {
    async fn a_key_belongs_to_one_message_of_an_author_in_a_channel(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let bob = world.user("bob").await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        let mut first = new_message(channel, ada, "one", NOW);
        first.position = Seq(1);
        let mut again = new_message(channel, ada, "two", NOW);
        (again.position, again.client_message_id) = (Seq(2), first.client_message_id);
        let mut other = new_message(channel, bob, "three", NOW);
        (other.position, other.client_message_id) = (Seq(3), first.client_message_id);
        world.store.write(async |tx| messages::insert(tx, &first).await).await.unwrap();
        let taken = world.store.write(async |tx| messages::insert(tx, &again).await).await;
        assert!(taken.unwrap_err().violates(Unique::MessageKey));
        world.store.write(async |tx| messages::insert(tx, &other).await).await.unwrap();
        let found = world.store.read(async |tx| {
            messages::find_by_key(tx, ada, channel, first.client_message_id).await
        });
        let (message, digest) = found.await.unwrap().unwrap();
        assert_eq!((message.id, digest), (first.id, [7; 32]));
        let author = message.author.unwrap();
        assert_eq!((author.id, author.course_role), (ada, Some(CourseRole::Student)));
        let by_outsider = world.store.read(async |tx| messages::find(tx, other.id, None).await).await;
        let by_outsider = by_outsider.unwrap().unwrap();
        assert_eq!(by_outsider.author.unwrap().course_role, None);
        assert_eq!((by_outsider.position, by_outsider.changed_seq), (Some(Seq(3)), Seq(3)));
        assert_eq!((by_outsider.version, by_outsider.body.as_str()), (1, "three"));
    }

    async fn deleted_words_are_blank_everywhere(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        let mut message = new_message(channel, ada, "regrettable", NOW);
        message.position = Seq(1);
        let id = message.id;
        world.store.write(async |tx| messages::insert(tx, &message).await).await.unwrap();
        let delete = async || {
            world.store.write(async |tx| messages::mark_deleted(tx, id, NOW, Seq(2)).await).await
        };
        delete().await.unwrap();
        let again = delete().await;
        assert!(matches!(again, Err(Error::RowsAffected { expected: 1, actual: 0 })));
        let read = world.store.read(async |tx| {
            let mut copies = vec![messages::find(tx, id, None).await?.unwrap()];
            let key = message.client_message_id;
            copies.push(messages::find_by_key(tx, ada, channel, key).await?.unwrap().0);
            copies.push(facts::of_message(tx, ada, id, NOW).await?.unwrap().2);
            let keys = [
                PageKey::Latest,
                PageKey::Before(Seq(2)),
                PageKey::After(Seq(0)),
                PageKey::Around(Seq(1)),
            ];
            for key in keys {
                copies.extend(messages::page(tx, channel, key, 10, None).await?.0);
            }
            Ok::<Vec<Message>, Error>(copies)
        });
        let copies = read.await.unwrap();
        assert_eq!(copies.len(), 7);
        for copy in copies {
            assert_eq!((copy.body.as_str(), copy.html.as_str()), ("", ""));
            assert_eq!((copy.state, copy.deleted_at), (MessageState::Deleted, Some(NOW)));
            assert_eq!((copy.changed_seq, copy.position), (Seq(2), Some(Seq(1))));
        }
    }

    async fn an_edit_replaces_the_version_it_was_made_from(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        let (id, _) = world.post(channel, ada, "teh").await;
        let edit = async |version_from, body: &str, changed| {
            let new = NewBody {
                version_from,
                body: body.to_owned(),
                html: format!("<p>{body}</p>"),
                renderer: 1,
                edited_at: NOW,
                changed_seq: Seq(changed),
            };
            world.store.write(async |tx| messages::update_body(tx, id, &new).await).await
        };
        edit(1, "the", 2).await.unwrap();
        let stale = edit(1, "too late", 3).await;
        assert!(matches!(stale, Err(Error::RowsAffected { expected: 1, actual: 0 })));
        let message = world.store.read(async |tx| messages::find(tx, id, None).await).await;
        let message = message.unwrap().unwrap();
        assert_eq!((message.body.as_str(), message.version), ("the", 2));
        assert_eq!((message.edited_at, message.changed_seq), (Some(NOW), Seq(2)));
    }

    async fn earlier_words_are_kept_in_order_and_go_with_the_message(world: World) {
        let course = world.course("logic").await;
        let ada = world.enrolled("ada", course, CourseRole::Student).await;
        let channel = world.channel(course, "lab", ChannelKind::Public).await;
        let (id, _) = world.post(channel, ada, "words 1").await;
        for version_from in 1..=4 {
            let new = NewBody {
                version_from,
                body: format!("words {}", version_from + 1),
                html: String::new(),
                renderer: 1,
                edited_at: NOW.plus_ms(i64::from(version_from)),
                changed_seq: Seq(i64::from(version_from) + 1),
            };
            world.store.write(async |tx| messages::update_body(tx, id, &new).await).await.unwrap();
        }
        let list = async |limit| {
            let read = world.store.read(async |tx| messages::list_versions(tx, id, limit).await);
            read.await.unwrap()
        };
        let known: Vec<_> =
            list(10).await.into_iter().map(|it| (it.version, it.body, it.replaced_at)).collect();
        let expect = [4, 3, 2, 1].map(|n| (n, format!("words {n}"), NOW.plus_ms(i64::from(n))));
        assert_eq!(known, expect);
        assert_eq!(list(2).await.len(), 2);
        let delete = world.store.write(async |tx| messages::mark_deleted(tx, id, NOW, Seq(9)).await);
        delete.await.unwrap();
        assert_eq!(list(10).await, []);
    }
}

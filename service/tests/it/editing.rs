//! Editing: who, until when, from which version; what is kept, and who sees that.

use protocol::channel::ChannelKind;
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::fault::{FaultCode, FieldCode};
use protocol::limits::{BODY_CHARS_MAX, EDIT_GRACE_MS, OWN_MESSAGE_WINDOW_MS};
use protocol::message::{Message, MessageState};
use service::channels::NewChannel;
use service::config::{Options, Rates};
use service::messages::Edit;

use crate::world::{World, fault, new_channel};

fn edit(of: &Message, body: &str) -> Edit {
    Edit { message_id: of.id, body: body.to_owned(), version: of.version }
}

store::both_backends! {
    async fn an_edit_replaces_the_words_and_is_one_event(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "teh answer").await;
        let mut hub = world.service.subscribe();
        let messages = world.service.messages();
        world.clock.advance_ms(EDIT_GRACE_MS + 1);
        let edited = messages.edit(&student, edit(&message, "**the** answer")).await.unwrap();
        assert_eq!((edited.version, edited.body.as_str()), (2, "**the** answer"));
        assert_eq!(edited.html, "<p><strong>the</strong> answer</p>");
        assert_eq!((edited.position, edited.created_at), (message.position, message.created_at));
        assert_eq!(edited.told_edited_at(), Some(world.clock.now()));
        assert_eq!(messages.get(&student, message.id).await.unwrap(), edited);
        let service::broker::Published::Event(told) = hub.try_recv().unwrap() else {
            panic!("an edit is an event");
        };
        assert_eq!((told.subject, told.seq), (Subject::Channel(general.id), edited.changed_seq));
        assert_eq!(told.event, Event::MessageEdited { message: edited });
        assert_eq!(told.activity, None, "an edit is not news for a badge");
        assert!(hub.try_recv().is_err());
    }

    async fn a_quick_correction_is_not_called_edited(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "teh").await;
        world.clock.advance_ms(EDIT_GRACE_MS);
        let edited = world.service.messages().edit(&student, edit(&message, "the")).await.unwrap();
        assert_eq!((edited.edited_at, edited.told_edited_at()), (Some(world.clock.now()), None));
    }

    async fn a_stale_edit_is_told_the_words_as_they_are(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "one").await;
        let messages = world.service.messages();
        let second = messages.edit(&student, edit(&message, "two")).await.unwrap();
        let stale = fault(messages.edit(&student, edit(&message, "three")).await);
        assert_eq!(stale.code, FaultCode::Conflict);
        assert_eq!(stale.current.as_deref(), Some(&second));
        let again = messages.edit(&student, edit(&second, "three")).await.unwrap();
        assert_eq!((again.version, again.body.as_str()), (3, "three"));
    }

    async fn repeating_an_edit_changes_nothing(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "one").await;
        let messages = world.service.messages();
        let edited = messages.edit(&student, edit(&message, "two")).await.unwrap();
        assert_eq!(messages.edit(&student, edit(&message, "two")).await.unwrap(), edited);
        assert_eq!(messages.edit(&student, edit(&edited, "two")).await.unwrap(), edited);
        let live = world.service.live();
        let events = live.replay(&Subject::Channel(general.id), Seq(0), 10).await.unwrap();
        assert_eq!(events.len(), 2);
    }

    async fn of_edits_at_once_from_the_same_words_one_wins(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "zero").await;
        let mut edits = tokio::task::JoinSet::new();
        for number in 0..8 {
            let (service, edit) = (world.service.clone(), edit(&message, &format!("words {number}")));
            edits.spawn(async move { service.messages().edit(&student, edit).await });
        }
        let (won, lost): (Vec<_>, Vec<_>) = edits.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 7));
        let winner = won.into_iter().next().unwrap().unwrap();
        for refusal in lost {
            let refusal = fault(refusal);
            assert_eq!((refusal.code, refusal.current.as_deref()), (FaultCode::Conflict, Some(&winner)));
        }
    }

    async fn deleting_beats_a_racing_edit(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        for round in 0..20 {
            let message = world.post(&student, general.id, "regretted").await;
            let (one, other) = (world.service.clone(), world.service.clone());
            let id = message.id;
            let edit = edit(&message, &format!("rewritten {round}"));
            let deleting = tokio::spawn(async move { one.messages().delete_own(&student, id).await });
            let editing = tokio::spawn(async move { other.messages().edit(&student, edit).await });
            deleting.await.unwrap().unwrap();
            let edited = editing.await.unwrap();
            let now = world.service.messages().get(&student, id).await.unwrap();
            assert_eq!((now.state, now.body.as_str(), now.html.as_str()), (MessageState::Deleted, "", ""));
            if edited.is_err() {
                let refusal = fault(edited);
                assert_eq!(refusal.code, FaultCode::Conflict);
                assert_eq!(refusal.current.as_deref(), Some(&now));
            }
        }
    }

    async fn students_edit_for_fifteen_minutes_and_staff_for_ever(world: World) {
        let student = world.student("student").await;
        let admin = world.admin().await;
        let general = world.channel(&student, "general").await;
        let messages = world.service.messages();
        let message = world.post(&student, general.id, "student").await;
        let staff = world.post(&admin, general.id, "staff").await;
        world.clock.advance_ms(OWN_MESSAGE_WINDOW_MS);
        let message = messages.edit(&student, edit(&message, "in time")).await.unwrap();
        world.clock.advance_ms(1);
        let late = fault(messages.edit(&student, edit(&message, "too late")).await);
        assert_eq!((late.code, late.current), (FaultCode::Forbidden, None));
        messages.edit(&admin, edit(&staff, "any time")).await.unwrap();
        let other = fault(messages.edit(&admin, edit(&message, "words in the mouth")).await);
        assert_eq!((other.code, other.current), (FaultCode::Forbidden, None));
    }

    async fn words_stay_where_nobody_may_write(world: World) {
        let student = world.student("student").await;
        let admin = world.admin().await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "before").await;
        world.service.channels().archive(&admin, general.id).await.unwrap();
        let messages = world.service.messages();
        let frozen = fault(messages.edit(&student, edit(&message, "after")).await);
        assert_eq!(frozen.code, FaultCode::Frozen);
        let empty = fault(messages.edit(&student, edit(&message, " \n")).await);
        assert_eq!((empty.fields[0].field.as_str(), empty.fields[0].code), ("body", FieldCode::Empty));
        let long = "x".repeat(BODY_CHARS_MAX + 1);
        let long = fault(messages.edit(&student, edit(&message, &long)).await);
        assert_eq!(long.fields[0].code, FieldCode::TooLong);
    }

    async fn earlier_words_are_for_the_author_and_staff_until_the_message_goes(world: World) {
        let (student, other) = (world.student("student").await, world.student("other").await);
        let admin = world.admin().await;
        let course = world.commons(&admin).await.course.id;
        let new = NewChannel { kind: ChannelKind::Public, ..new_channel("lab") };
        let lab = world.service.channels().create(&admin, course, new).await.unwrap();
        let messages = world.service.messages();
        let message = world.post(&student, lab.id, "first words").await;
        assert_eq!(messages.versions(&student, message.id).await.unwrap(), []);
        let message = messages.edit(&student, edit(&message, "second words")).await.unwrap();
        messages.edit(&student, edit(&message, "third words")).await.unwrap();
        for reader in [&student, &admin] {
            let versions = messages.versions(reader, message.id).await.unwrap();
            let bodies: Vec<_> = versions.iter().map(|it| (it.version, it.body.as_str())).collect();
            assert_eq!(bodies, [(2, "second words"), (1, "first words")]);
        }
        let refused = fault(messages.versions(&other, message.id).await);
        assert_eq!(refused.code, FaultCode::Forbidden);
        messages.delete_own(&student, message.id).await.unwrap();
        assert_eq!(messages.versions(&admin, message.id).await.unwrap(), []);
        let opened = world.service.live().replay(&Subject::Channel(lab.id), Seq(0), 100).await;
        assert!(!format!("{:?}", opened.unwrap()).contains("words"));
    }

    async fn replay_tells_an_edit_with_the_words_of_now(world: World) {
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let message = world.post(&student, general.id, "first").await;
        let messages = world.service.messages();
        let message = messages.edit(&student, edit(&message, "second")).await.unwrap();
        let now = messages.edit(&student, edit(&message, "third")).await.unwrap();
        let live = world.service.live();
        let events = live.replay(&Subject::Channel(general.id), Seq(0), 100).await.unwrap();
        let events: Vec<_> = events.into_iter().map(|recorded| recorded.event).collect();
        let edited = Event::MessageEdited { message: now.clone() };
        assert_eq!(events, [Event::MessagePosted { message: now }, edited.clone(), edited]);
    }
}

#[tokio::test]
async fn edits_have_a_rate_of_their_own() {
    store::testing::on_sqlite(|url| async move {
        let rate = Rates { posts_per_5_seconds: 3, ..Rates::default() };
        let world = World::open(&url, Options { rate, ..Options::default() }).await;
        let student = world.student("student").await;
        let general = world.channel(&student, "general").await;
        let mut message = world.post(&student, general.id, "0").await;
        let messages = world.service.messages();
        for number in 1..=3 {
            message = messages.edit(&student, edit(&message, &number.to_string())).await.unwrap();
        }
        let limited = fault(messages.edit(&student, edit(&message, "4")).await);
        assert_eq!(limited.code, FaultCode::RateLimited);
        assert!(limited.retry_after_ms.is_some());
        world.post(&student, general.id, "posting is not held up").await;
        world.service.close().await;
    })
    .await;
}

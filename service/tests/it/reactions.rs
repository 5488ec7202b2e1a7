//! Reactions and pins: who, how many, what is told, and what goes with a message that is deleted.

use protocol::channel::ChannelRole;
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::fault::{FaultCode, FieldCode};
use protocol::id::MessageId;
use protocol::limits::{PINS_PER_CHANNEL_MAX, REACTIONS_PER_MESSAGE_MAX, REACTIONS_PER_PERSON_MAX};
use protocol::message::Message;
use protocol::reaction::{LIKE, Reaction};
use service::actor::Actor;
use service::broker::Published;
use service::error::Error;
use service::memberships::NewMember;
use service::messages::ReactionWish;

use crate::world::{World, fault};

impl World {
    async fn react(
        &self,
        actor: &Actor,
        message_id: MessageId,
        emoji: &str,
        is_on: bool,
    ) -> Result<Message, Error> {
        let wish = ReactionWish { message_id, emoji: emoji.to_owned(), is_on };
        self.service.messages().react(actor, wish).await
    }
}

fn reaction(emoji: &str, count: u32, mine: Option<bool>) -> Reaction {
    Reaction { emoji: emoji.to_owned(), count, mine }
}

/// Emoji of one code point, one after the other.
fn faces() -> impl Iterator<Item = String> {
    ('\u{1f600}'..='\u{1f64f}').map(String::from)
}

store::both_backends! {
    async fn a_like_is_one_event_and_everybody_sees_whose_it_is(world: World) {
        let (ada, ben) = (world.student("ada").await, world.student("ben").await);
        let general = world.channel(&ada, "general").await;
        let message = world.post(&ada, general.id, "words").await;
        let mut hub = world.service.subscribe();
        let liked = world.react(&ben, message.id, LIKE, true).await.unwrap();
        assert_eq!(liked.reactions, [reaction(LIKE, 1, Some(true))]);
        let Published::Event(told) = hub.try_recv().unwrap() else { panic!("a like is an event") };
        assert_eq!((told.subject, told.seq), (Subject::Channel(general.id), liked.changed_seq));
        let Event::ReactionAdded { message: said, user_id, emoji } = &told.event else {
            panic!("{told:?}");
        };
        assert_eq!(said.reactions, [reaction(LIKE, 1, None)], "an event is the same for everybody");
        assert_eq!((*user_id, emoji.as_str()), (ben.user_id, LIKE));
        assert_eq!(told.activity, None, "a like is not news for a badge");
        // Liking twice is liking once.
        assert_eq!(world.react(&ben, message.id, LIKE, true).await.unwrap(), liked);
        assert!(hub.try_recv().is_err());

        world.react(&ada, message.id, LIKE, true).await.unwrap();
        world.clock.advance_ms(1);
        world.react(&ada, message.id, "🎉", true).await.unwrap();
        let page = world.open_channel(&ben, "general").await.page;
        let expect = [reaction(LIKE, 2, Some(true)), reaction("🎉", 1, Some(false))];
        assert_eq!(page.items[0].reactions, expect);
        let names = world.service.messages().reactors(&ben, message.id, LIKE).await.unwrap();
        assert_eq!(names.len(), 2);

        let taken_back = world.react(&ben, message.id, LIKE, false).await.unwrap();
        let expect = [reaction(LIKE, 1, Some(false)), reaction("🎉", 1, Some(false))];
        assert_eq!(taken_back.reactions, expect);
        let again = world.react(&ben, message.id, LIKE, false).await.unwrap();
        assert_eq!(again.changed_seq, taken_back.changed_seq);
    }

    async fn replay_tells_who_reacted_with_what(world: World) {
        let ada = world.student("ada").await;
        let general = world.channel(&ada, "general").await;
        let message = world.post(&ada, general.id, "words").await;
        for is_on in [true, false, true] {
            world.react(&ada, message.id, "👩🏽‍🔬", is_on).await.unwrap();
        }
        let subject = Subject::Channel(general.id);
        let events = world.service.live().replay(&subject, Seq(1), 10).await.unwrap();
        let told: Vec<_> = events.iter().filter_map(|event| event.event.reaction()).collect();
        assert_eq!(told.len(), 3);
        assert!(told.iter().all(|it| it.user_id == ada.user_id && it.emoji == "👩🏽‍🔬"));
        assert_eq!(told.iter().map(|it| it.is_on).collect::<Vec<_>>(), [true, false, true]);
    }

    async fn an_emoji_is_one_however_it_is_written_and_nothing_else_is(world: World) {
        let ada = world.student("ada").await;
        let general = world.channel(&ada, "general").await;
        let message = world.post(&ada, general.id, "words").await;
        world.react(&ada, message.id, "\u{2764}", true).await.unwrap();
        let same = world.react(&ada, message.id, "\u{2764}\u{fe0f}", true).await.unwrap();
        assert_eq!(same.reactions, [reaction("\u{2764}\u{fe0f}", 1, Some(true))]);
        for text in ["", "a", "+1", ":heart:", "👍👍", "👍 ", "<b>", "\u{200d}"] {
            let refused = fault(world.react(&ada, message.id, text, true).await);
            assert_eq!(refused.fields[0].code, FieldCode::BadCharacters, "{text}");
        }
    }

    async fn one_person_and_one_message_have_room_for_so_many(world: World) {
        let ada = world.student("ada").await;
        let general = world.channel(&ada, "general").await;
        let message = world.post(&ada, general.id, "words").await;
        let others = [world.student("ben").await, world.student("cem").await];
        let mut faces = faces();
        let mut used = 0;
        for person in [ada, others[0], others[1]] {
            for emoji in faces.by_ref().take(REACTIONS_PER_PERSON_MAX as usize) {
                if used == REACTIONS_PER_MESSAGE_MAX {
                    let refused = fault(world.react(&person, message.id, &emoji, true).await);
                    assert_eq!(refused.code, FaultCode::Conflict);
                    break;
                }
                world.react(&person, message.id, &emoji, true).await.unwrap();
                used += 1;
            }
            if person == ada {
                let refused = fault(world.react(&ada, message.id, LIKE, true).await);
                assert_eq!(refused.code, FaultCode::Conflict);
            }
        }
        assert_eq!(used, REACTIONS_PER_MESSAGE_MAX);
        // What is there already can be joined.
        world.react(&others[1], message.id, "\u{1f600}", true).await.unwrap();
    }

    async fn what_is_taken_away_shows_neither_reactions_nor_a_pin(world: World) {
        let (admin, ada) = (world.admin().await, world.student("ada").await);
        let general = world.channel(&ada, "general").await;
        let message = world.post(&ada, general.id, "words").await;
        let messages = world.service.messages();
        world.react(&admin, message.id, LIKE, true).await.unwrap();
        messages.pin(&admin, message.id, true).await.unwrap();
        let deleted = messages.delete_own(&ada, message.id).await.unwrap();
        assert!(deleted.reactions.is_empty() && !deleted.pinned && deleted.pinned_by.is_none());
        assert_eq!(messages.pins(&ada, general.id).await.unwrap(), []);
        assert_eq!(messages.reactors(&ada, message.id, LIKE).await.unwrap(), Vec::<String>::new());
        for is_on in [true, false] {
            let refused = fault(world.react(&admin, message.id, LIKE, is_on).await);
            assert_eq!(refused.code, FaultCode::Conflict);
            let refused = fault(messages.pin(&admin, message.id, is_on).await);
            assert_eq!(refused.code, FaultCode::Conflict);
        }
    }

    async fn whoever_may_only_read_does_not_react_and_strangers_find_nothing(world: World) {
        let (admin, ada) = (world.admin().await, world.student("ada").await);
        let general = world.channel(&ada, "general").await;
        let message = world.post(&ada, general.id, "words").await;
        let members = world.service.memberships();
        let form = NewMember { login: "ada".to_owned(), role: ChannelRole::Readonly };
        members.add(&admin, general.id, form).await.unwrap();
        let refused = fault(world.react(&ada, message.id, LIKE, true).await);
        assert_eq!(refused.code, FaultCode::Forbidden);
        let stranger = world.student("ben").await;
        world.service.enrollments().leave(&stranger, world.commons(&admin).await.course.id).await.unwrap();
        let messages = world.service.messages();
        let refusals = [
            fault(world.react(&stranger, message.id, LIKE, true).await),
            fault(messages.reactors(&stranger, message.id, LIKE).await),
            fault(messages.pin(&stranger, message.id, true).await),
            fault(messages.pins(&stranger, general.id).await),
            fault(messages.pins(&ada, protocol::id::ChannelId(world.clock.new_id())).await),
        ];
        assert!(refusals.iter().all(|it| it.code == FaultCode::NotFound), "{refusals:?}");
    }

    async fn pins_are_for_moderators_newest_first_and_there_is_an_end(world: World) {
        let (admin, ada) = (world.admin().await, world.student("ada").await);
        let general = world.channel(&ada, "general").await;
        let messages = world.service.messages();
        let first = world.post(&ada, general.id, "first").await;
        let refused = fault(messages.pin(&ada, first.id, true).await);
        assert_eq!(refused.code, FaultCode::Forbidden);
        let mut hub = world.service.subscribe();
        let pinned = messages.pin(&admin, first.id, true).await.unwrap();
        assert!(pinned.pinned && pinned.pinned_by.is_some());
        let Published::Event(told) = hub.try_recv().unwrap() else { panic!("a pin is an event") };
        assert_eq!(told.event, Event::MessagePinned { message: pinned.clone() });
        assert_eq!(messages.pin(&admin, first.id, true).await.unwrap(), pinned);
        assert!(hub.try_recv().is_err(), "a second pin is none");
        let mut last = first.id;
        for number in 1..PINS_PER_CHANNEL_MAX {
            world.clock.advance_ms(1);
            last = world.post(&admin, general.id, &number.to_string()).await.id;
            messages.pin(&admin, last, true).await.unwrap();
        }
        let one_more = world.post(&admin, general.id, "one more").await;
        let refused = fault(messages.pin(&admin, one_more.id, true).await);
        assert_eq!(refused.code, FaultCode::Conflict);
        let listed = messages.pins(&ada, general.id).await.unwrap();
        assert_eq!(listed.len(), PINS_PER_CHANNEL_MAX as usize);
        assert_eq!((listed[0].id, listed[listed.len() - 1].id), (last, first.id));
        let unpinned = messages.pin(&admin, first.id, false).await.unwrap();
        assert!(!unpinned.pinned && unpinned.pinned_by.is_none());
        messages.pin(&admin, one_more.id, true).await.unwrap();
    }
}

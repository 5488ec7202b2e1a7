//! Groups: nobody outside learns of them, roles hold, an owner stays, and what the events say is
//! what a fresh snapshot says.

use protocol::channel::{Channel, ChannelKind, ChannelRole};
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::fault::{FaultCode, FieldCode};
use protocol::id::{ChannelId, UserId};
use protocol::limits::GROUPS_PER_PERSON_MAX;
use protocol::page::PageKey;
use protocol::replica::roster::Roster;
use protocol::user::AccountRole;
use service::channels::{ChannelChange, NewChannel};
use service::memberships::NewMember;
use service::messages::Draft;
use service::{Actor, Error};

use crate::world::{World, fault, new_channel};

impl World {
    async fn group(&self, owner: &Actor, name: &str) -> Channel {
        self.try_group(owner, name).await.unwrap()
    }

    async fn try_group(&self, owner: &Actor, name: &str) -> Result<Channel, Error> {
        let course = self.commons(owner).await.course.id;
        let form = NewChannel { kind: ChannelKind::Private, ..new_channel(name) };
        self.service.channels().create(owner, course, form).await
    }

    async fn add(&self, actor: &Actor, group: ChannelId, login: &str, role: ChannelRole) {
        let form = NewMember { login: login.to_owned(), role };
        self.service.memberships().add(actor, group, form).await.unwrap();
    }

    async fn role(&self, actor: &Actor, group: ChannelId) -> Option<ChannelRole> {
        let commons = self.commons(actor).await;
        let entry = commons.channels.into_iter().find(|entry| entry.channel.id == group);
        entry.and_then(|entry| entry.my_role)
    }

    /// Returns the codes with which every way to a group's words and members is refused.
    async fn refusals(
        &self,
        actor: &Actor,
        group: &Channel,
        words: protocol::id::MessageId,
    ) -> Vec<FaultCode> {
        let (id, service) = (group.id, &self.service);
        let (channels, messages) = (service.channels(), service.messages());
        let faults = [
            fault(channels.open(actor, "commons", &group.name, None).await.map(drop)),
            fault(channels.open(actor, "commons", &group.name, Some(words)).await.map(drop)),
            fault(channels.unread(actor, id).await.map(drop)),
            fault(channels.mark_read(actor, id, Seq(1)).await.map(drop)),
            fault(channels.archive(actor, id).await.map(drop)),
            fault(channels.restore(actor, id).await.map(drop)),
            fault(channels.change(actor, id, renamed("other")).await.map(drop)),
            fault(channels.change_kind(actor, id, ChannelKind::Public).await.map(drop)),
            fault(messages.page(actor, id, PageKey::Latest, 10).await.map(drop)),
            fault(messages.get(actor, words).await.map(drop)),
            fault(messages.delete_own(actor, words).await.map(drop)),
            fault(messages.post(actor, self.draft(id, "hello?")).await.map(drop)),
            fault(service.live().grant(actor, &Subject::Channel(id)).await.map(drop)),
        ];
        faults.into_iter().map(|fault| fault.code).collect()
    }

    /// Returns the codes with which every way to a group's members is refused.
    async fn member_refusals(&self, actor: &Actor, group: &Channel) -> Vec<FaultCode> {
        let (id, me) = (group.id, actor.user_id);
        let members = self.service.memberships();
        let form = NewMember { login: "outsider".into(), role: ChannelRole::Member };
        let faults = [
            fault(members.list(actor, id, None).await.map(drop)),
            fault(members.outline(actor, "commons", &group.name).await.map(drop)),
            fault(members.candidates(actor, id, "a").await.map(drop)),
            fault(members.add(actor, id, form).await.map(drop)),
            fault(members.set_role(actor, id, me, ChannelRole::Owner).await.map(drop)),
            fault(members.remove(actor, id, me).await.map(drop)),
            fault(members.join(actor, id).await.map(drop)),
            fault(members.leave(actor, id).await.map(drop)),
        ];
        faults.into_iter().map(|fault| fault.code).collect()
    }
}

fn renamed(name: &str) -> ChannelChange {
    ChannelChange { name: name.to_owned(), description: "Changed.".to_owned() }
}

store::both_backends! {
    async fn outsiders_find_no_trace_of_a_group(world: World) {
        let (ada, outsider) = (world.student("ada").await, world.student("outsider").await);
        let group = world.group(&ada, "night-owls").await;
        let words = world.post(&ada, group.id, "between us").await;
        world.service.channels().change(&ada, group.id, renamed("owls")).await.unwrap();
        for name in ["night-owls", "owls"] {
            let named = Channel { name: name.to_owned(), ..group.clone() };
            let codes = world.refusals(&outsider, &named, words.id).await;
            assert!(codes.iter().all(|code| *code == FaultCode::NotFound), "{codes:?}");
            let codes = world.member_refusals(&outsider, &named).await;
            assert!(codes.iter().all(|code| *code == FaultCode::NotFound), "{codes:?}");
        }
        let commons = world.commons(&outsider).await;
        assert!(commons.channels.iter().all(|entry| entry.channel.id != group.id));
        let live = world.service.live();
        let told = live.replay(&Subject::Course(commons.course.id), Seq(0), 100).await.unwrap();
        assert!(!format!("{told:?}").contains(&group.id.to_string()), "{told:?}");
        let grant = live.grant(&outsider, &Subject::Course(commons.course.id)).await.unwrap();
        assert!(grant.groups.is_empty());
        // A taken name is a taken name, and nothing more.
        let taken = fault(world.try_group(&outsider, "Owls").await);
        assert_eq!((taken.code, taken.fields[0].code), (FaultCode::Invalid, FieldCode::Taken));
    }

    async fn course_staff_know_of_a_group_and_read_it_once_they_have_joined(world: World) {
        let (admin, ada) = (world.admin().await, world.student("ada").await);
        let group = world.group(&ada, "night-owls").await;
        let words = world.post(&ada, group.id, "between us").await;
        let codes = world.refusals(&admin, &group, words.id).await;
        assert!(codes.iter().all(|code| *code == FaultCode::OversightRequired), "{codes:?}");
        assert_eq!(world.role(&admin, group.id).await, None);
        let members = world.service.memberships();
        let outline = members.outline(&admin, "commons", "night-owls").await.unwrap();
        assert_eq!(outline.members.items[0].user.login, "ada");
        assert_eq!((outline.members.total, outline.id), (1, group.id));
        members.join(&admin, group.id).await.unwrap();
        members.join(&admin, group.id).await.unwrap();
        assert_eq!(world.role(&admin, group.id).await, Some(ChannelRole::Member));
        world.post(&admin, group.id, "hello, openly").await;
        let told = world.service.live().replay(&Subject::Channel(group.id), Seq(0), 10).await.unwrap();
        let joined = told.iter().filter(|told| matches!(&told.event, Event::MemberJoined { member } if member.user.id == admin.user_id));
        assert_eq!(joined.count(), 1);
    }

    async fn roles_say_who_does_what(world: World) {
        let ada = world.student("ada").await;
        let group = world.group(&ada, "night-owls").await.id;
        let mut people = Vec::new();
        for (login, role) in [("mod", ChannelRole::Moderator), ("member", ChannelRole::Member), ("reader", ChannelRole::Readonly)] {
            people.push(world.student(login).await);
            world.add(&ada, group, login, role).await;
        }
        let [moderator, member, reader] = &people[..] else { unreachable!() };
        for login in ["x1", "x2"] {
            world.student(login).await;
        }
        let members = world.service.memberships();
        let form = |login: &str, role| NewMember { login: login.to_owned(), role };
        // A moderator adds plain members and nothing else.
        members.add(moderator, group, form("@x1", ChannelRole::Member)).await.unwrap();
        let refused = [
            fault(members.add(moderator, group, form("x2", ChannelRole::Moderator)).await.map(drop)),
            fault(members.set_role(moderator, group, member.user_id, ChannelRole::Readonly).await.map(drop)),
            fault(members.remove(moderator, group, member.user_id).await.map(drop)),
            fault(members.add(member, group, form("x2", ChannelRole::Member)).await.map(drop)),
            fault(members.candidates(member, group, "x").await.map(drop)),
            fault(world.service.channels().change(member, group, renamed("mine")).await.map(drop)),
            fault(world.service.channels().change_kind(moderator, group, ChannelKind::Public).await.map(drop)),
            fault(members.join(member, group).await.map(drop)),
            fault(world.service.messages().post(reader, world.draft(group, "me too")).await.map(drop)),
        ];
        assert!(refused.iter().all(|fault| fault.code == FaultCode::Forbidden), "{refused:?}");
        let wrong = |fault: protocol::fault::Fault| (fault.fields[0].field.clone(), fault.fields[0].code);
        let stranger = fault(members.add(&ada, group, form("nobody", ChannelRole::Member)).await.map(drop));
        assert_eq!(wrong(stranger), ("login".into(), FieldCode::Wrong));
        let empty = fault(members.add(&ada, group, form(" ", ChannelRole::Member)).await.map(drop));
        assert_eq!(wrong(empty), ("login".into(), FieldCode::Empty));
        let again = fault(members.add(&ada, group, form("member", ChannelRole::Member)).await.map(drop));
        assert_eq!(wrong(again), ("login".into(), FieldCode::Taken));
        // What ends, ends at once.
        world.post(member, group, "still here").await;
        members.set_role(&ada, group, member.user_id, ChannelRole::Readonly).await.unwrap();
        let muted = fault(world.service.messages().post(member, world.draft(group, "and now?")).await.map(drop));
        assert_eq!(muted.code, FaultCode::Forbidden);
        members.remove(&ada, group, member.user_id).await.unwrap();
        members.remove(&ada, group, member.user_id).await.unwrap();
        assert_eq!(world.role(member, group).await, None);
        members.leave(reader, group).await.unwrap();
        let page = members.list(&ada, group, None).await.unwrap();
        let logins: Vec<_> = page.items.iter().map(|member| member.user.login.as_str()).collect();
        assert_eq!((logins, page.total), (vec!["ada", "mod", "x1"], 3));
    }

    async fn a_group_keeps_an_owner(world: World) {
        let (admin, ada, bob) = (world.admin().await, world.student("ada").await, world.student("bob").await);
        let group = world.group(&ada, "night-owls").await.id;
        world.add(&ada, group, "bob", ChannelRole::Member).await;
        let members = world.service.memberships();
        for refused in [
            fault(members.leave(&ada, group).await.map(drop)),
            fault(members.remove(&admin, group, ada.user_id).await.map(drop)),
            fault(members.set_role(&ada, group, ada.user_id, ChannelRole::Member).await.map(drop)),
        ] {
            assert_eq!((refused.code, refused.fields[0].code), (FaultCode::Conflict, FieldCode::LastOwner));
        }
        members.set_role(&ada, group, bob.user_id, ChannelRole::Owner).await.unwrap();
        members.leave(&ada, group).await.unwrap();
        assert_eq!(fault(members.leave(&bob, group).await.map(drop)).code, FaultCode::Conflict);
    }

    async fn two_owners_who_leave_at_once_leave_one(world: World) {
        let (ada, bob) = (world.student("ada").await, world.student("bob").await);
        for round in 0..10 {
            // Staff would not run out of groups; an owner each round is enough.
            let group = world.group(&ada, &format!("g{round}")).await.id;
            world.add(&ada, group, "bob", ChannelRole::Owner).await;
            let members = world.service.memberships();
            let (one, other) = tokio::join!(members.leave(&ada, group), members.leave(&bob, group));
            assert_eq!(one.is_ok(), other.is_err(), "{one:?} {other:?}");
        }
    }

    async fn students_make_ten_groups_and_staff_more(world: World) {
        let (admin, ada) = (world.admin().await, world.student("ada").await);
        for number in 0..GROUPS_PER_PERSON_MAX {
            world.group(&ada, &format!("a{number}")).await;
            world.group(&admin, &format!("s{number}")).await;
        }
        world.group(&admin, "one-more").await;
        let refused = fault(world.try_group(&ada, "one-too-many").await);
        assert_eq!((refused.code, refused.fields[0].field.as_str()), (FaultCode::Conflict, "kind"));
        assert_eq!((refused.fields[0].code, refused.fields[0].limit), (FieldCode::TooMany, Some(10)));
        let course = world.commons(&ada).await.course.id;
        let public = fault(world.service.channels().create(&ada, course, new_channel("open")).await);
        assert_eq!(public.code, FaultCode::Forbidden);
    }

    async fn a_channel_made_private_is_gone_for_everyone_who_is_no_member(world: World) {
        let (admin, ada, bob) = (world.admin().await, world.student("ada").await, world.student("bob").await);
        let lab = world.channel(&admin, "events").await;
        let words = world.post(&bob, lab.id, "seen by all").await;
        world.add(&admin, lab.id, "ada", ChannelRole::Moderator).await;
        let channels = world.service.channels();
        channels.change_kind(&admin, lab.id, ChannelKind::Private).await.unwrap();
        assert_eq!(world.role(&admin, lab.id).await, Some(ChannelRole::Owner));
        assert_eq!(world.role(&ada, lab.id).await, Some(ChannelRole::Moderator));
        channels.change(&admin, lab.id, renamed("secret-lab")).await.unwrap();
        for name in ["events", "secret-lab"] {
            let named = Channel { name: name.to_owned(), ..lab.clone() };
            let codes = world.refusals(&bob, &named, words.id).await;
            assert!(codes.iter().all(|code| *code == FaultCode::NotFound), "{codes:?}");
        }
        // Neither its new name nor its new description is in what the course's stream says of it.
        let course = Subject::Course(lab.course_id.unwrap());
        let told = world.service.live().replay(&course, Seq(0), 100).await.unwrap();
        assert!(!format!("{told:?}").contains("secret-lab"), "{told:?}");
        channels.change_kind(&admin, lab.id, ChannelKind::Public).await.unwrap();
        assert_eq!(world.open_channel(&bob, "secret-lab").await.page.items.len(), 1);
    }

    async fn in_a_public_channel_a_role_is_given_and_taken(world: World) {
        let (admin, bob) = (world.admin().await, world.student("bob").await);
        let general = world.channel(&admin, "general").await.id;
        let members = world.service.memberships();
        world.add(&admin, general, "bob", ChannelRole::Readonly).await;
        let muted = fault(world.service.messages().post(&bob, world.draft(general, "hm")).await.map(drop));
        assert_eq!(muted.code, FaultCode::Forbidden);
        // Nobody sheds a role by leaving.
        assert_eq!(fault(members.leave(&bob, general).await.map(drop)).code, FaultCode::Forbidden);
        members.remove(&admin, general, bob.user_id).await.unwrap();
        world.post(&bob, general, "again").await;
    }

    async fn what_the_events_say_is_what_a_fresh_snapshot_says(world: World) {
        let (admin, ada, bob) = (world.admin().await, world.student("ada").await, world.student("bob").await);
        let before = [world.commons(&ada).await, world.commons(&bob).await];
        let (channels, members) = (world.service.channels(), world.service.memberships());
        let events = world.channel(&admin, "events").await.id;
        let one = world.group(&ada, "one").await.id;
        let two = world.group(&bob, "two").await.id;
        world.add(&ada, one, "bob", ChannelRole::Moderator).await;
        channels.change(&ada, one, renamed("uno")).await.unwrap();
        world.add(&bob, two, "ada", ChannelRole::Member).await;
        members.set_role(&ada, one, bob.user_id, ChannelRole::Readonly).await.unwrap();
        channels.change_kind(&bob, two, ChannelKind::Public).await.unwrap();
        members.remove(&bob, two, ada.user_id).await.unwrap();
        channels.change(&bob, two, renamed("duo")).await.unwrap();
        channels.archive(&ada, one).await.unwrap();
        channels.change_kind(&admin, events, ChannelKind::Private).await.unwrap();
        let three = world.group(&ada, "three").await.id;
        world.add(&ada, three, "bob", ChannelRole::Member).await;
        members.remove(&ada, three, bob.user_id).await.unwrap();
        for (actor, before) in [&ada, &bob].into_iter().zip(before) {
            let fresh = Roster::new(&world.commons(actor).await);
            // Both orders in which the two streams may arrive.
            for own_first in [true, false] {
                let mut roster = Roster::new(&before);
                for is_own in [own_first, !own_first] {
                    world.catch_up(&mut roster, actor.user_id, is_own).await;
                }
                let shown = |roster: &Roster| {
                    let entries = roster.channels.values();
                    entries.map(|entry| (entry.channel.clone(), entry.my_role)).collect::<Vec<_>>()
                };
                assert_eq!(shown(&roster), shown(&fresh), "own first: {own_first}");
                assert_eq!((roster.cursor, roster.user_cursor), (fresh.cursor, fresh.user_cursor));
            }
        }
    }

    async fn whoever_was_removed_is_not_told_what_became_of_a_draft(world: World) {
        let (ada, ben) = (world.student("ada").await, world.student("ben").await);
        let group = world.group(&ada, "owls").await.id;
        world.add(&ada, group, "ben", ChannelRole::Member).await;
        let draft = world.draft(group, "words");
        let again = Draft { client_message_id: draft.client_message_id, ..world.draft(group, "words") };
        world.service.messages().post(&ben, draft).await.unwrap();
        world.service.memberships().remove(&ada, group, ben.user_id).await.unwrap();
        let refused = fault(world.service.messages().post(&ben, again).await.map(drop));
        assert_eq!(refused.code, FaultCode::NotFound);
    }

    async fn home_is_never_a_group_that_one_was_removed_from(world: World) {
        let (ada, ben) = (world.student("ada").await, world.student("ben").await);
        let group = world.group(&ada, "owls").await.id;
        world.add(&ada, group, "ben", ChannelRole::Member).await;
        let words = world.post(&ada, group, "words").await;
        let channels = world.service.channels();
        channels.mark_read(&ben, group, words.position.unwrap()).await.unwrap();
        let courses = world.service.courses();
        assert_eq!(courses.home(&ben).await.unwrap().channel_name, "owls");
        world.service.memberships().remove(&ada, group, ben.user_id).await.unwrap();
        assert_ne!(courses.home(&ben).await.unwrap().channel_name, "owls");
    }

    async fn a_guest_is_shown_no_channel_that_is_not_theirs(world: World) {
        let (ada, guest) = (world.student("ada").await, world.person("guest", AccountRole::Guest).await);
        assert!(!world.commons(&ada).await.channels.is_empty());
        assert!(world.commons(&guest).await.channels.is_empty());
    }
}

impl World {
    async fn catch_up(&self, roster: &mut Roster, me: UserId, is_own: bool) {
        let (subject, cursor) = if is_own {
            (Subject::User(me), roster.user_cursor)
        } else {
            (Subject::Course(roster.course.id), roster.cursor)
        };
        for recorded in self.service.live().replay(&subject, cursor, 100).await.unwrap() {
            let _ = if is_own {
                roster.apply_own(recorded.seq, &recorded.event)
            } else {
                roster.apply(recorded.seq, &recorded.event)
            };
        }
    }
}

//! `apply(events, old snapshot) == fresh snapshot`, after every kind of operation.

use protocol::cursor::{Seq, Subject};
use protocol::id::ChannelId;
use protocol::replica::people::People;
use protocol::replica::roster::Roster;
use protocol::replica::timeline::Timeline;
use protocol::user::CourseRole;
use service::channels::{ChannelChange, OpenedChannel};
use service::courses::CourseChange;
use service::enrollments::NewEnrollment;
use service::messages::ReactionWish;
use service::{Actor, Error};

use crate::world::{World, account, client, new_channel};

/// What one person's browser holds: the course, and one open channel.
struct Browser {
    actor: Actor,
    channel_id: ChannelId,
    roster: Roster,
    people: People,
    timeline: Timeline,
    description: String,
}

impl Browser {
    async fn open(world: &World, actor: &Actor, name: &str) -> Self {
        let channel = world.open_channel(actor, name).await;
        let course = channel.entry.channel.course_id.unwrap();
        let people = world.service.courses().people(actor, course, None).await.unwrap();
        Self {
            actor: *actor,
            people: People::new(people),
            channel_id: channel.entry.channel.id,
            roster: Roster::new(&world.commons(actor).await),
            description: channel.entry.channel.description.clone(),
            timeline: Timeline::new(actor.user_id, channel.page),
        }
    }

    /// Applies what happened since, as the socket would bring it.
    async fn catch_up(&mut self, world: &World) {
        let live = world.service.live();
        let course = Subject::Course(self.roster.course.id);
        for event in live.replay(&course, self.roster.cursor, 1_000).await.unwrap() {
            let _ = self.roster.apply(event.seq, &event.event);
            self.people.apply(event.seq, &event.event);
            self.timeline.apply_course(&event.event);
        }
        let channel = Subject::Channel(self.channel_id);
        for event in live.replay(&channel, self.timeline.cursor(), 1_000).await.unwrap() {
            let _ = self.timeline.apply(event.seq, &event.event);
            if let protocol::event::Event::ChannelChanged { channel }
            | protocol::event::Event::ChannelArchived { channel } = event.event
            {
                self.description = channel.description;
            }
        }
    }

    /// Compares with what the server says now.
    async fn check(&self, world: &World, name: &str, after: &str) {
        let fresh = Self::open(world, &self.actor, name).await;
        assert_eq!(self.timeline, fresh.timeline, "messages after {after}");
        assert_eq!(self.timeline.cursor(), fresh.timeline.cursor(), "cursor after {after}");
        assert_eq!(self.description, fresh.description, "description after {after}");
        assert_eq!(self.roster.course, fresh.roster.course, "course after {after}");
        assert_eq!(self.people, fresh.people, "list of people after {after}");
        assert_eq!(self.roster.people_total, fresh.roster.people_total, "people after {after}");
        let channels = |roster: &Roster| {
            roster.channels.values().map(|entry| entry.channel.clone()).collect::<Vec<_>>()
        };
        assert_eq!(channels(&self.roster), channels(&fresh.roster), "channels after {after}");
    }
}

store::both_backends! {
    async fn every_operation_tells_all_that_it_changes(world: World) {
        let admin = world.admin().await;
        let (student, hermit) = (world.student("student").await, world.student("hermit").await);
        let mut browser = Browser::open(&world, &student, "general").await;
        let mut name = "general".to_owned();
        let general = browser.channel_id;
        let channels = world.service.channels();
        let mut posted = Vec::new();
        for step in STEPS {
            let done: Result<(), Error> = match *step {
                "post" => {
                    posted.push(world.post(&student, general, "words").await);
                    Ok(())
                }
                "post by another" => {
                    posted.push(world.post(&admin, general, "**more** words").await);
                    Ok(())
                }
                "delete" => world.service.messages().delete_own(&student, posted[0].id).await.map(drop),
                "react" | "take back" => {
                    let (message_id, is_on) = (posted[1].id, *step == "react");
                    let wish = ReactionWish { message_id, emoji: "👍".into(), is_on };
                    world.service.messages().react(&student, wish).await.map(drop)
                }
                "react, another" => {
                    let message_id = posted[1].id;
                    let wish = ReactionWish { message_id, emoji: "👍".into(), is_on: true };
                    world.service.messages().react(&admin, wish).await.map(drop)
                }
                "pin" | "unpin" => {
                    let (message_id, is_on) = (posted[1].id, *step == "pin");
                    world.service.messages().pin(&admin, message_id, is_on).await.map(drop)
                }
                "create" => channels
                    .create(&admin, browser.roster.course.id, new_channel("reading"))
                    .await
                    .map(drop),
                "rename" => {
                    "lobby".clone_into(&mut name);
                    let description = "A lobby.".to_owned();
                    let form = ChannelChange { name: name.clone(), description };
                    channels.change(&admin, general, form).await.map(drop)
                }
                "archive" => channels.archive(&admin, general).await.map(drop),
                "restore" => channels.restore(&admin, general).await.map(drop),
                "sign up" => {
                    world.service.auth().sign_up(account("newcomer"), &client()).await.map(drop)
                }
                "be renamed" => world.service.users().rename(&student, "Another name").await.map(drop),
                "change course" => {
                    let form = CourseChange {
                        title: "Agora".into(),
                        term: "Spring 2027".into(),
                        is_open: false,
                        students_create_groups: false,
                    };
                    world.service.courses().change(&admin, browser.roster.course.id, form).await.map(drop)
                }
                "be promoted" | "be demoted" => {
                    let is_promotion = *step == "be promoted";
                    let role =
                        if is_promotion { CourseRole::Assistant } else { CourseRole::Student };
                    let (course, me) = (browser.roster.course.id, student.user_id);
                    world.service.enrollments().change_role(&admin, course, me, role).await.map(drop)
                }
                "enrol another" => {
                    let form = NewEnrollment { login: "hermit".into(), role: CourseRole::Student };
                    let course = browser.roster.course.id;
                    world.service.enrollments().enrol(&admin, course, form).await.map(drop)
                }
                "leave, another" => {
                    world.service.enrollments().leave(&hermit, browser.roster.course.id).await
                }
                "remove another" => {
                    let course = browser.roster.course.id;
                    world.service.enrollments().remove(&admin, course, hermit.user_id).await
                }
                "mark read" => {
                    channels.mark_read(&student, general, Seq(1)).await.map(drop)
                }
                other => panic!("unknown step {other}"),
            };
            done.unwrap();
            browser.catch_up(&world).await;
            browser.check(&world, &name, step).await;
            browser.catch_up(&world).await;
            browser.check(&world, &name, "hearing of it twice").await;
        }
    }

    async fn a_renamed_channel_is_found_under_its_old_address(world: World) {
        let admin = world.admin().await;
        let general = world.channel(&admin, "general").await;
        let form = ChannelChange { name: "lobby".to_owned(), description: String::new() };
        world.service.channels().change(&admin, general.id, form).await.unwrap();
        let opened = world.service.channels().open(&admin, "commons", "General", None).await;
        assert_eq!(opened.unwrap(), OpenedChannel::Moved { name: "lobby".to_owned() });
    }
}

/// Every kind of operation there is.
const STEPS: &[&str] = &[
    "post",
    "post by another",
    "react",
    "react, another",
    "pin",
    "take back",
    "unpin",
    "delete",
    "create",
    "rename",
    "post",
    "archive",
    "restore",
    "sign up",
    "mark read",
    "leave, another",
    "change course",
    "enrol another",
    "be promoted",
    "remove another",
    "be demoted",
    "be renamed",
    "post by another",
];

//! People who are taken out of a course, or lose their role in it, while others post: nothing from
//! after the commit reaches them, by any way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use protocol::channel::ChannelKind;
use protocol::course::Course;
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::fault::FaultCode;
use protocol::frame::{ClientFrame, ServerFrame};
use protocol::id::ChannelId;
use protocol::message::Message;
use protocol::page::PageKey;
use protocol::user::{AccountRole, CourseRole};
use service::courses::NewCourse;
use service::enrollments::NewEnrollment;
use service::error::Error;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::site::{Person, Site, draft};
use crate::socket::Socket;

/// Races in each test.
const RACES: usize = 100;
/// Time in which a socket is told.
const TOLD_WITHIN: Duration = Duration::from_secs(1);

/// A course that is not open, its admin, and one of its channels.
struct Class {
    site: Site,
    admin: Person,
    course: Course,
    channel: ChannelId,
}

impl Class {
    async fn new(site: &Site, channel: &str) -> Self {
        site.person("admin").await;
        site.sql("update users set role = 'admin' where login = 'admin'").await;
        let admin = site.sign_in("admin").await;
        assert_eq!(admin.actor.role, AccountRole::Admin);
        let form = NewCourse {
            code: "CS 214".into(),
            title: "Algorithms".into(),
            term: String::new(),
            slug: "cs214".into(),
            is_open: false,
        };
        let course = site.service.courses().create(&admin.actor, form).await.unwrap();
        let snapshot = site.service.courses().snapshot(&admin.actor, "cs214").await.unwrap();
        let mut entries = snapshot.channels.iter();
        let channel = entries.find(|entry| entry.channel.name == channel).unwrap().channel.id;
        Self { site: site.clone(), admin, course, channel }
    }

    async fn enrol(&self, login: &str, role: CourseRole) {
        let form = NewEnrollment { login: login.into(), role };
        let enrollments = self.site.service.enrollments();
        enrollments.enrol(&self.admin.actor, self.course.id, form).await.unwrap();
    }

    async fn remove(&self, person: &Person) {
        let enrollments = self.site.service.enrollments();
        let user_id = person.actor.user_id;
        enrollments.remove(&self.admin.actor, self.course.id, user_id).await.unwrap();
    }

    async fn be(&self, person: &Person, role: CourseRole) {
        let (admin, user_id) = (&self.admin.actor, person.actor.user_id);
        let enrollments = self.site.service.enrollments();
        enrollments.change_role(admin, self.course.id, user_id, role).await.unwrap();
    }

    async fn try_post(&self, person: &Person, body: &str) -> Result<Message, Error> {
        let draft = draft(self.channel, body);
        Ok(self.site.service.messages().post(&person.actor, draft).await?.into_message())
    }

    /// The course's access version now: what is recorded from now on carries it, or a later one.
    async fn access_version(&self) -> i64 {
        let subject = Subject::Course(self.course.id);
        self.site.service.live().grant(&self.admin.actor, &subject).await.unwrap().access_version
    }

    /// The access version under which each event of the channel was recorded.
    async fn versions(&self, after: Seq) -> Vec<(Seq, i64)> {
        let (live, subject) = (self.site.service.live(), Subject::Channel(self.channel));
        let events = live.replay(&subject, after, 10_000).await.unwrap();
        events.iter().map(|recorded| (recorded.seq, recorded.access_version)).collect()
    }
}

/// Posts without pause until it is told to stop.
async fn keep_posting(class: Arc<Class>, stop: Arc<AtomicBool>) {
    let mut posting = JoinSet::new();
    for _ in 0..2 {
        let (class, stop) = (Arc::clone(&class), Arc::clone(&stop));
        posting.spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                class.try_post(&class.admin, "traffic").await.unwrap();
            }
        });
    }
    posting.join_all().await;
}

/// What somebody heard from a channel until they were told that they are out.
struct Heard {
    seqs: Vec<Seq>,
    told_at: Instant,
}

/// Listens until the course is taken away, and then for as long as something still comes.
async fn listen(mut socket: Socket, class: Arc<Class>) -> Heard {
    let mut seqs = Vec::new();
    let mut told_at = None;
    let mut is_shut = [false; 2];
    while told_at.is_none() || is_shut != [true; 2] {
        match socket.frame().await {
            ServerFrame::Event { subject: Subject::Channel(_), seq, .. } => seqs.push(seq),
            ServerFrame::Event { event: Event::CourseRevoked { course_id }, .. } => {
                assert_eq!(course_id, class.course.id);
                told_at = Some(Instant::now());
            }
            ServerFrame::Event { event: Event::PersonLeft { .. }, .. } => {
                panic!("the course goes on talking to who is out");
            }
            ServerFrame::Fault { code, subject: Some(subject), .. } => {
                assert_eq!(code, FaultCode::NotFound);
                is_shut[usize::from(subject == Subject::Channel(class.channel))] = true;
            }
            _ => {}
        }
    }
    // More is posted, and committed, before the server answers: none of it comes here.
    for _ in 0..2 {
        class.try_post(&class.admin, "after").await.unwrap();
    }
    socket.say(&ClientFrame::Ping).await;
    let said = socket.frame().await;
    assert_eq!(said, ServerFrame::Pong, "{said:?}");
    Heard { seqs, told_at: told_at.unwrap() }
}

store::both_backends! {
    async fn whoever_is_removed_from_a_course_hears_nothing_from_after(site: Site) {
        let class = Arc::new(Class::new(&site, "general").await);
        let ben = site.person("ben").await;
        let stop = Arc::new(AtomicBool::new(false));
        let traffic = tokio::spawn(keep_posting(Arc::clone(&class), Arc::clone(&stop)));
        for race in 0..RACES {
            class.enrol("ben", CourseRole::Student).await;
            let mut socket = Socket::of(&site, &ben).await;
            let opened = site.head(class.channel).await;
            for subject in [Subject::Course(class.course.id), Subject::Channel(class.channel)] {
                socket.open(subject, None).await;
            }
            let listening = tokio::spawn(listen(socket, Arc::clone(&class)));
            // Somewhere in the traffic, and sometimes in the middle of opening.
            tokio::time::sleep(Duration::from_millis(race as u64 % 7)).await;
            class.remove(&ben).await;
            let removed_at = Instant::now();
            let version = class.access_version().await;

            let heard = listening.await.unwrap();
            assert!(heard.told_at < removed_at + TOLD_WITHIN, "race {race}");
            let versions = class.versions(opened).await;
            for seq in heard.seqs {
                let recorded = versions.iter().find(|(other, _)| *other == seq);
                assert!(recorded.is_some_and(|(_, at)| *at < version), "race {race}: {seq}");
            }
            finds_nothing(&class, &ben, opened).await;
        }
        stop.store(true, Ordering::Relaxed);
        traffic.await.unwrap();
    }

    async fn whoever_is_demoted_announces_nothing_after(site: Site) {
        let class = Arc::new(Class::new(&site, "announcements").await);
        let ben = site.person("ben").await;
        class.enrol("ben", CourseRole::Assistant).await;
        let mut socket = Socket::of(&site, &ben).await;
        socket.open(Subject::Course(class.course.id), None).await;
        assert!(matches!(socket.frame().await, ServerFrame::Opened { .. }));
        for race in 0..RACES {
            let before = site.head(class.channel).await;
            let mut posting = JoinSet::new();
            for _ in 0..4 {
                let (class, ben) = (Arc::clone(&class), ben.clone());
                posting.spawn(async move {
                    loop {
                        match class.try_post(&ben, "from staff").await {
                            Ok(_) => {}
                            Err(Error::Fault(fault)) => {
                                return assert_eq!(fault.code, FaultCode::Forbidden);
                            }
                            Err(error) => panic!("{error}"),
                        }
                    }
                });
            }
            tokio::time::sleep(Duration::from_millis(race as u64 % 7)).await;
            class.be(&ben, CourseRole::Student).await;
            let demoted_at = Instant::now();
            let version = class.access_version().await;
            while !matches!(
                socket.event().await.2,
                Event::PersonChanged { person } if person.course_role == Some(CourseRole::Student)
            ) {}
            assert!(demoted_at.elapsed() < TOLD_WITHIN, "race {race}");
            posting.join_all().await;
            let late = class.versions(before).await;
            assert!(late.iter().all(|(_, at)| *at < version), "race {race}: {late:?}");
            class.be(&ben, CourseRole::Assistant).await;
        }
    }

    async fn a_removed_person_is_out_of_the_groups_of_the_course(site: Site) {
        let class = Class::new(&site, "general").await;
        let ben = site.person("ben").await;
        class.enrol("ben", CourseRole::Student).await;
        site.sql("update channels set kind = 'private' where name = 'events' and course_id in (select id from courses where slug = 'cs214')").await;
        site.sql(
            "insert into memberships (channel_id, user_id, role, joined_at)
             select c.id, u.id, 'owner', 0 from channels c join courses k on k.id = c.course_id, users u
             where c.kind = 'private' and k.slug = 'cs214' and u.login = 'ben'",
        )
        .await;
        let snapshot = site.service.courses().snapshot(&ben.actor, "cs214").await.unwrap();
        let private = snapshot.channels.iter().find(|entry| entry.channel.kind == ChannelKind::Private);
        let group = private.unwrap().channel.id;
        assert!(site.service.channels().unread(&ben.actor, group).await.is_ok());
        class.remove(&ben).await;
        class.enrol("ben", CourseRole::Student).await;
        assert!(site.service.channels().unread(&ben.actor, group).await.is_err());
    }
}

/// Pages, permalinks, replay and the course itself say that there is nothing.
async fn finds_nothing(class: &Class, person: &Person, after: Seq) {
    let (service, actor) = (&class.site.service, &person.actor);
    let messages = service.messages();
    let latest = messages.page(&class.admin.actor, class.channel, PageKey::Latest, 1).await;
    let message = latest.unwrap().items.pop().unwrap().id;
    let refusals = [
        service.courses().snapshot(actor, "cs214").await.map(drop),
        service.channels().open(actor, "cs214", "general", None).await.map(drop),
        service.channels().open(actor, "cs214", "general", Some(message)).await.map(drop),
        service.messages().page(actor, class.channel, PageKey::Latest, 50).await.map(drop),
        service.messages().get(actor, message).await.map(drop),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Err(Error::Fault(fault)) if fault.code == FaultCode::NotFound));
    }
    let mut again = Socket::of(&class.site, person).await;
    for subject in [Subject::Course(class.course.id), Subject::Channel(class.channel)] {
        again.open(subject, Some(after)).await;
        let said = again.frame().await;
        assert!(matches!(said, ServerFrame::Fault { code: FaultCode::NotFound, .. }), "{said:?}");
    }
}

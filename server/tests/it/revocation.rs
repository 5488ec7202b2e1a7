//! Access that is taken away while others write: a hundred times, with everybody talking.
//!
//! [`races`] is the harness, [`Loss`] the ways in which access is given and taken away; another way is
//! another variant. The fence is the course's access version after the taking: no event of that
//! version or later may have reached the victim, whichever way it tried.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use protocol::channel::{ChannelKind, ChannelRole};
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::fault::FaultCode;
use protocol::frame::ServerFrame;
use protocol::id::{ChannelId, CourseId};
use protocol::page::PageKey;
use service::broker::Recorded;
use service::channels::NewChannel;
use service::memberships::NewMember;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant};

use crate::site::{Person, Site, draft};
use crate::socket::{Heard, Socket};

/// How often each way of losing access is raced against traffic.
const RACES: usize = 100;
/// A socket takes thirty frames at once, and a race sends three.
const RACES_PER_SOCKET: usize = 8;
/// People who talk all the while.
const TALKERS: usize = 2;
/// How long a client may go on as if nothing had happened.
const TOLD_WITHIN: Duration = Duration::from_secs(1);

/// A way of losing access.
#[derive(Clone, Copy)]
enum Loss {
    /// The member is removed from the group.
    Removal,
    /// The channel is made private.
    Privacy,
}

impl Loss {
    async fn give(self, site: &Site, scene: &Scene) {
        match self {
            Self::Removal => site.add(scene, "victim").await,
            Self::Privacy => site.set_kind(scene, ChannelKind::Public).await,
        }
    }

    async fn take(self, site: &Site, scene: &Scene) {
        match self {
            Self::Removal => site.remove(scene).await,
            Self::Privacy => site.set_kind(scene, ChannelKind::Private).await,
        }
    }
}

/// A channel in which everybody talks, and somebody who comes and goes.
struct Scene {
    course: CourseId,
    channel: ChannelId,
    /// Owns or manages the channel.
    host: Person,
    victim: Person,
}

impl Site {
    async fn scene(&self, kind: ChannelKind) -> Scene {
        let host = self.admin("host").await;
        let victim = self.person("victim").await;
        let (course, _) = self.commons(&host).await;
        let form = NewChannel { name: "talk".into(), description: String::new(), kind };
        let channels = self.service.channels();
        let channel = channels.create(&host.actor, course, form).await.unwrap().id;
        Scene { course, channel, host, victim }
    }

    async fn add(&self, scene: &Scene, login: &str) {
        let form = NewMember { login: login.to_owned(), role: ChannelRole::Member };
        let members = self.service.memberships();
        members.add(&scene.host.actor, scene.channel, form).await.unwrap();
    }

    async fn remove(&self, scene: &Scene) {
        let members = self.service.memberships();
        let victim = scene.victim.actor.user_id;
        members.remove(&scene.host.actor, scene.channel, victim).await.unwrap();
    }

    async fn set_role(&self, scene: &Scene, role: ChannelRole) {
        let members = self.service.memberships();
        let victim = scene.victim.actor.user_id;
        members.set_role(&scene.host.actor, scene.channel, victim, role).await.unwrap();
    }

    async fn set_kind(&self, scene: &Scene, kind: ChannelKind) {
        let channels = self.service.channels();
        channels.change_kind(&scene.host.actor, scene.channel, kind).await.unwrap();
    }

    async fn access_version(&self, course: CourseId) -> i64 {
        self.service.live().access_versions(&[course]).await.unwrap()[0].1
    }

    /// Returns what happened in a channel after a place.
    async fn journal(&self, channel: ChannelId, after: Seq) -> Vec<Recorded> {
        let live = self.service.live();
        live.replay(&Subject::Channel(channel), after, i64::MAX).await.unwrap()
    }
}

/// Everybody who talks, until it is dropped.
struct Traffic {
    stop: Arc<AtomicBool>,
    posted: Arc<AtomicUsize>,
    tasks: JoinSet<()>,
}

impl Traffic {
    async fn start(site: &Site, scene: &Scene) -> Self {
        let (stop, posted) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let mut tasks = JoinSet::new();
        for number in 0..TALKERS {
            let login = format!("talker{number}");
            let person = site.person(&login).await;
            // Of a public channel, too: they stay when it is made private.
            site.add(scene, &login).await;
            let (site, channel) = (site.clone(), scene.channel);
            let (stop, posted) = (Arc::clone(&stop), Arc::clone(&posted));
            tasks.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    site.post(&person, channel, "and another thing").await;
                    posted.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        Self { stop, posted, tasks }
    }

    /// Waits until so many more messages have been posted.
    async fn flow(&self, count: usize) {
        let wanted = self.posted.load(Ordering::Relaxed) + count;
        let until = Instant::now() + Duration::from_secs(15);
        while self.posted.load(Ordering::Relaxed) < wanted {
            assert!(Instant::now() < until, "the traffic has stopped");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.tasks.join_all().await;
    }
}

/// Races taking access away against traffic.
async fn races(site: &Site, scene: &Scene, traffic: &Traffic, loss: Loss) {
    let subject = Subject::Channel(scene.channel);
    let mut socket = Socket::of(site, &scene.victim).await;
    for race in 0..RACES {
        if race % RACES_PER_SOCKET == 0 {
            socket = Socket::of(site, &scene.victim).await;
        }
        loss.give(site, scene).await;
        let opened = open(&mut socket, subject).await;
        traffic.flow(race % 4).await;
        let heard = {
            let (taken, heard) = tokio::join!(
                async {
                    loss.take(site, scene).await;
                    Instant::now()
                },
                until_refused(&mut socket, subject)
            );
            let waited = heard.refused_at.saturating_duration_since(taken);
            assert!(waited < TOLD_WITHIN, "race {race}: told after {waited:?}");
            heard
        };
        // Nobody else changes rights here, so this is the version that the taking raised.
        let fence = site.access_version(scene.course).await;
        // Each talker may be told now of a message from before; one more is past the fence.
        traffic.flow(TALKERS + 1).await;
        check(site, scene, opened, &heard, fence, race).await;
        // Resuming from where it was is no way back, nor is opening it anew.
        for after in [heard.seqs.last().copied().or(Some(opened)), None] {
            socket.open(subject, after).await;
            let refused = until_refused(&mut socket, subject).await;
            assert_eq!(refused.seqs, [], "race {race}");
        }
    }
}

/// What reached a client before its subject was refused.
struct Trail {
    seqs: Vec<Seq>,
    refused_at: Instant,
}

/// Opens a subject from its head and returns the head.
async fn open(socket: &mut Socket, subject: Subject) -> Seq {
    socket.open(subject, None).await;
    loop {
        match socket.frame().await {
            ServerFrame::Opened { subject: s, head } if s == subject => return head,
            ServerFrame::Fault { code, message, .. } => panic!("{code}: {message}"),
            _ => {}
        }
    }
}

async fn until_refused(socket: &mut Socket, subject: Subject) -> Trail {
    let mut seqs = Vec::new();
    loop {
        match socket.hear().await {
            Heard::Frame(ServerFrame::Event { subject: s, seq, .. }) if s == subject => {
                seqs.push(seq);
            }
            Heard::Frame(ServerFrame::Fault { code, subject: Some(s), .. }) if s == subject => {
                assert_eq!(code, FaultCode::NotFound);
                return Trail { seqs, refused_at: Instant::now() };
            }
            Heard::Frame(_) => {}
            Heard::Closed(code) => panic!("closed with {code}"),
        }
    }
}

/// Checks what the victim heard against the journal, and the other ways to what came later.
async fn check(site: &Site, scene: &Scene, opened: Seq, heard: &Trail, fence: i64, race: usize) {
    let journal = site.journal(scene.channel, opened).await;
    let last = heard.seqs.last().copied().unwrap_or(opened);
    let is_gapless = heard.seqs.iter().zip(opened.0 + 1..).all(|(seq, expect)| seq.0 == expect);
    assert!(is_gapless, "race {race}: {:?} after {opened}", heard.seqs);
    let beyond = |recorded: &&Recorded| recorded.access_version >= fence;
    let leaked = journal.iter().filter(beyond).find(|recorded| recorded.seq <= last);
    assert!(leaked.is_none(), "race {race}: {leaked:?} is past the fence");
    let later = journal.iter().filter(beyond).find_map(|recorded| match &recorded.event {
        Event::MessagePosted { message } => Some(message.id),
        _ => None,
    });
    let later = later.expect("the traffic went on past the fence");
    let (actor, messages) = (&scene.victim.actor, site.service.messages());
    let found = [
        messages.page(actor, scene.channel, PageKey::Latest, 100).await.map(drop),
        messages.page(actor, scene.channel, PageKey::After(last), 100).await.map(drop),
        messages.get(actor, later).await.map(drop),
        site.service.channels().open(actor, "commons", "talk", Some(later)).await.map(drop),
        site.service.channels().unread(actor, scene.channel).await.map(drop),
    ];
    for (way, outcome) in found.into_iter().enumerate() {
        let code = outcome.map_err(|error| error.into_fault("race").code);
        assert_eq!(code, Err(FaultCode::NotFound), "race {race}, way {way}");
    }
}

store::both_backends! {
    async fn nothing_reaches_a_removed_member(site: Site) {
        let scene = site.scene(ChannelKind::Private).await;
        let traffic = Traffic::start(&site, &scene).await;
        races(&site, &scene, &traffic, Loss::Removal).await;
        traffic.stop().await;
    }

    async fn nothing_reaches_others_once_a_channel_is_private(site: Site) {
        let scene = site.scene(ChannelKind::Public).await;
        let traffic = Traffic::start(&site, &scene).await;
        races(&site, &scene, &traffic, Loss::Privacy).await;
        traffic.stop().await;
    }

    async fn a_reader_posts_nothing_past_the_demotion_and_goes_on_reading(site: Site) {
        let scene = site.scene(ChannelKind::Private).await;
        let traffic = Traffic::start(&site, &scene).await;
        site.add(&scene, "victim").await;
        let victim = scene.victim.actor.user_id;
        let mut socket = Socket::of(&site, &scene.victim).await;
        let opened = open(&mut socket, Subject::Channel(scene.channel)).await;
        for race in 0..RACES {
            let before = site.head(scene.channel).await;
            let talk = async {
                loop {
                    let draft = draft(scene.channel, "let me finish");
                    match site.service.messages().post(&scene.victim.actor, draft).await {
                        Ok(_) => {}
                        Err(error) => {
                            assert_eq!(error.into_fault("race").code, FaultCode::Forbidden);
                            return;
                        }
                    }
                }
            };
            let demote = async {
                traffic.flow(race % 4).await;
                site.set_role(&scene, ChannelRole::Readonly).await;
                site.access_version(scene.course).await
            };
            let (fence, ()) = tokio::join!(demote, talk);
            let journal = site.journal(scene.channel, before).await;
            let past = journal.iter().find(|recorded| {
                recorded.access_version >= fence
                    && matches!(&recorded.event, Event::MessagePosted { message }
                        if message.author.as_ref().is_some_and(|author| author.id == victim))
            });
            assert!(past.is_none(), "race {race}: {past:?} is past the demotion");
            site.set_role(&scene, ChannelRole::Member).await;
        }
        traffic.stop().await;
        // Through two hundred changes of rights the reader has missed and doubled nothing.
        let head = site.head(scene.channel).await;
        let mut seqs = Vec::new();
        while seqs.last() != Some(&head) {
            let (subject, seq, _) = socket.event().await;
            if subject == Subject::Channel(scene.channel) {
                seqs.push(seq);
            }
        }
        let expect: Vec<Seq> = (opened.0 + 1..=head.0).map(Seq).collect();
        assert_eq!(seqs, expect);
    }

    async fn the_person_is_told_on_their_own_subject(site: Site) {
        let scene = site.scene(ChannelKind::Private).await;
        let mut socket = Socket::of(&site, &scene.victim).await;
        site.add(&scene, "victim").await;
        let (_, _, granted) = socket.event().await;
        assert!(
            matches!(&granted, Event::AccessGranted { channel, role: Some(ChannelRole::Member) } if channel.id == scene.channel),
            "{granted:?}"
        );
        site.remove(&scene).await;
        let (_, _, revoked) = socket.event().await;
        assert_eq!(revoked, Event::AccessRevoked { channel_id: scene.channel });
    }

    async fn a_revocation_without_an_event_in_the_channel_is_told_within_a_second(site: Site) {
        let scene = site.scene(ChannelKind::Public).await;
        let subject = Subject::Channel(scene.channel);
        let mut socket = Socket::of(&site, &scene.victim).await;
        open(&mut socket, subject).await;
        site.sql("delete from enrollments where user_id in (select id from users where login = 'victim')")
            .await;
        site.sql("update courses set access_version = access_version + 1").await;
        let began = Instant::now();
        let refused = until_refused(&mut socket, subject).await;
        assert_eq!(refused.seqs, []);
        // Another process did it: the sweep finds out.
        assert!(refused.refused_at - began < TOLD_WITHIN * 2, "{:?}", refused.refused_at - began);
    }

    async fn a_groups_activity_is_for_its_members(site: Site) {
        let scene = site.scene(ChannelKind::Private).await;
        let (outside, inside) = (site.person("outside").await, site.person("inside").await);
        let general = site.general(&outside).await;
        let mut sockets = Vec::new();
        for person in [&outside, &inside, &scene.victim] {
            let mut socket = Socket::of(&site, person).await;
            socket.open(Subject::Course(scene.course), None).await;
            sockets.push(socket);
        }
        site.add(&scene, "inside").await;
        site.add(&scene, "victim").await;
        site.remove(&scene).await;
        site.post(&scene.host, scene.channel, "between us").await;
        let told = until_activity_in(&mut sockets[1], scene.channel).await;
        assert_eq!(told, [scene.channel]);
        // For the others a public message is the next that they hear of; the group is never named.
        for socket in [0, 2] {
            site.post(&outside, general, "for all").await;
            let told = until_activity_in(&mut sockets[socket], general).await;
            assert!(!told.contains(&scene.channel), "{told:?}");
        }
    }
}

/// Reads until there is activity in a channel; returns every channel of which activity was told.
async fn until_activity_in(socket: &mut Socket, channel: ChannelId) -> Vec<ChannelId> {
    let mut told = Vec::new();
    while !told.contains(&channel) {
        if let Heard::Frame(ServerFrame::Activity { channels }) = socket.hear_all().await {
            told.extend(channels.iter().map(|activity| activity.channel));
        }
    }
    told
}

//! Sessions and accounts that end while others post: nothing that was committed later reaches the
//! person, the cookie is dead and the socket told within a second, whoever ended them and where.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::frame::{ClientFrame, ServerFrame};
use protocol::id::ChannelId;
use service::Service;
use service::accounts::By;
use service::auth::ChangePassword;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Duration, Instant};

use crate::site::{PASSWORD, Person, Site, client_info};
use crate::socket::{Heard, Socket};

/// Races of each kind, this many at a time.
const RACES: usize = 100;
const AT_A_TIME: usize = 10;

/// How long after the end a socket may live.
const WITHIN: Duration = Duration::from_secs(1);

/// What ends a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    SignOut,
    EndOne,
    EndOthers,
    ChangePassword,
    Deactivate,
}

/// Posts without a pause; each message is its number.
struct Traffic {
    begun: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Traffic {
    fn start(site: &Site, poster: &Person, channel: ChannelId) -> Self {
        let (begun, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (site, poster) = (site.clone(), poster.clone());
        let (numbers, is_over) = (Arc::clone(&begun), Arc::clone(&stop));
        let task = tokio::spawn(async move {
            while !is_over.load(Ordering::SeqCst) {
                let number = numbers.fetch_add(1, Ordering::SeqCst) + 1;
                site.post(&poster, channel, &number.to_string()).await;
            }
        });
        Self { begun, stop, task }
    }

    /// Waits until a message that was begun after now is committed.
    async fn another(&self) {
        let now = self.begun.load(Ordering::SeqCst);
        while self.begun.load(Ordering::SeqCst) < now + 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    async fn stop(self) {
        self.stop.store(true, Ordering::SeqCst);
        self.task.await.unwrap();
    }
}

/// What a socket heard until it was closed.
struct Ended {
    code: u16,
    at: Instant,
    heard: Vec<(Seq, usize)>,
}

fn listen(mut socket: Socket) -> JoinHandle<Ended> {
    tokio::spawn(async move {
        let mut heard = Vec::new();
        loop {
            match socket.hear().await {
                Heard::Frame(ServerFrame::Event {
                    seq,
                    event: Event::MessagePosted { message },
                    ..
                }) => {
                    heard.push((seq, message.body.parse().unwrap()));
                }
                Heard::Frame(_) => {}
                Heard::Closed(code) => return Ended { code, at: Instant::now(), heard },
            }
        }
    })
}

impl Kind {
    /// Ends the victim's session through a service; `other` is another session of the same account.
    async fn end(self, service: &Service, victim: &Person, other: &Person) {
        let auth = service.auth();
        match self {
            Self::SignOut => auth.sign_out(&victim.actor).await.unwrap(),
            Self::EndOne => auth.end_session(&other.actor, victim.actor.session_id).await.unwrap(),
            Self::EndOthers => auth.end_other_sessions(&other.actor).await.unwrap(),
            Self::ChangePassword => {
                let form = ChangePassword {
                    present: PASSWORD.to_owned(),
                    password: "quite another phrase".to_owned(),
                };
                auth.change_password(&other.actor, form, &client_info()).await.unwrap();
            }
            Self::Deactivate => {
                service.accounts().deactivate(By::Operator, victim.actor.user_id).await.unwrap();
            }
        }
    }
}

/// Where a session ends.
#[derive(Clone)]
enum Place {
    /// In the process that has the socket.
    Here,
    /// In another one on the same database: a command, or another node.
    Elsewhere(Service),
}

/// One race.
async fn race(site: Site, place: Place, traffic: Arc<Traffic>, kind: Kind, number: usize) {
    let (service, is_here) = match place {
        Place::Here => (site.service.clone(), true),
        Place::Elsewhere(service) => (service, false),
    };
    let login = format!("{}-{is_here}-{number}", format!("{kind:?}").to_lowercase());
    let victim = site.person(&login).await;
    let other = site.sign_in(&login).await;
    let (course, find) = site.commons(&victim).await;
    let channel = Subject::Channel(find("general"));
    let mut socket = Socket::of(&site, &victim).await;
    if number.is_multiple_of(4) {
        // A client that does not listen to its own subject is closed all the same.
        socket.say(&ClientFrame::Close { subject: Subject::User(victim.actor.user_id) }).await;
    }
    socket.open(channel, None).await;
    let listening = listen(socket);
    for _ in 0..=number % 5 {
        traffic.another().await;
    }
    let before = site.service.live().heads(&[Subject::Course(course)]).await.unwrap()[0].1;
    kind.end(&service, &victim, &other).await;
    let (over, next) = (Instant::now(), traffic.begun.load(Ordering::SeqCst) + 1);

    assert_eq!(site.status(&victim.token).await, 401, "{kind:?} {number}: the cookie lives");
    let ended = listening.await.unwrap();
    assert_eq!(ended.code, 4003, "{kind:?} {number}");
    let lived = ended.at.saturating_duration_since(over);
    assert!(lived < WITHIN, "{kind:?} {number}: the socket lived for {lived:?}");
    if is_here {
        let late: Vec<_> = ended.heard.iter().filter(|(_, number)| *number >= next).collect();
        assert!(late.is_empty(), "{kind:?} {number}: {late:?} came after the end");
    }
    if kind == Kind::Deactivate {
        assert_fenced(&site, &victim, Subject::Course(course), before, channel, &ended).await;
    }
}

/// Asserts that all that was heard was recorded on rights from before the deactivation, wherever that
/// happened, and that coming back does not help.
async fn assert_fenced(
    site: &Site,
    victim: &Person,
    course: Subject,
    before: Seq,
    channel: Subject,
    ended: &Ended,
) {
    let live = site.service.live();
    let events = live.replay(&course, before, 1_000).await.unwrap();
    let is_closing = |event: &Event| matches!(event, Event::PersonChanged { person } if person.id == victim.actor.user_id);
    let closing = events.iter().find(|recorded| is_closing(&recorded.event)).unwrap();
    if let Some((last, _)) = ended.heard.last() {
        let recorded = live.replay(&channel, Seq(last.0 - 1), 1).await.unwrap();
        let (heard, closed) = (recorded[0].access_version, closing.access_version);
        assert!(heard < closed, "heard of version {heard}, closed with {closed}");
    }
    assert!(live.grant(&victim.actor, &channel).await.is_err(), "a grant after the end");
}

/// Runs all races of one kind.
async fn races(site: Site, kind: Kind) {
    let poster = site.person("poster").await;
    let channel = site.general(&poster).await;
    let traffic = Arc::new(Traffic::start(&site, &poster, channel));
    let elsewhere = site.elsewhere();
    let mut running = JoinSet::new();
    for number in 0..RACES {
        let place = if number.is_multiple_of(2) {
            Place::Here
        } else {
            Place::Elsewhere(elsewhere.clone())
        };
        running.spawn(race(site.clone(), place, Arc::clone(&traffic), kind, number));
        if running.len() >= AT_A_TIME {
            running.join_next().await.unwrap().unwrap();
        }
    }
    while let Some(done) = running.join_next().await {
        done.unwrap();
    }
    Arc::into_inner(traffic).unwrap().stop().await;
    elsewhere.close().await;
}

store::both_backends! {
    async fn signing_out_against_traffic(site: Site) {
        races(site, Kind::SignOut).await;
    }

    async fn ending_one_session_against_traffic(site: Site) {
        races(site, Kind::EndOne).await;
    }

    async fn ending_all_other_sessions_against_traffic(site: Site) {
        races(site, Kind::EndOthers).await;
    }

    async fn changing_the_password_against_traffic(site: Site) {
        races(site, Kind::ChangePassword).await;
    }

    async fn deactivating_against_traffic(site: Site) {
        races(site, Kind::Deactivate).await;
    }
}

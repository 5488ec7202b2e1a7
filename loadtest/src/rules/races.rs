//! S5: access that ends in the middle of traffic ends at once: nothing that was sent after the end
//! was acknowledged reaches the person, live, on coming back, by page or by permalink, and the
//! socket is told within a second.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout, timeout_at};

use super::{Scene, sessions};
use crate::caller::{Caller, Person};
use crate::id::Id;
use crate::operations::{ADMIN_ROLE, AUTHOR_ROLE, Stage};
use crate::record::{Log, Seen};
use crate::report::Report;
use crate::socket::{Heard, Socket};
use crate::storm::{self, Storm};

const TOLD_WITHIN: Duration = Duration::from_secs(1);
/// Races that are run side by side.
const AT_ONCE: usize = 10;
/// Time in which something that should not come would come.
const QUIET: Duration = Duration::from_millis(300);

/// How access ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Session,
    Account,
    Enrollment,
    Membership,
}

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("S5");
    let mut stage = Stage::set(&scene.site, scene.random.fork(1)).await?;
    let people = scene.site.sign_up_many(AT_ONCE).await?;
    for ending in [Ending::Session, Ending::Account, Ending::Enrollment, Ending::Membership] {
        race_all(scene, &mut stage, &people, ending, &mut report).await?;
    }
    Ok(report)
}

/// What is raced for.
struct Course<'a> {
    scene: &'a Scene,
    stage: &'a Stage,
    /// Those who lose their access. All their sessions may end, so nobody else is among them.
    people: &'a [Person],
    log: Arc<Log>,
    room: Id,
    ending: Ending,
}

struct Outcome {
    told_after: Duration,
    heard: usize,
    wrong: Vec<String>,
}

async fn race_all(
    scene: &Scene,
    stage: &mut Stage,
    people: &[Person],
    ending: Ending,
    report: &mut Report,
) -> Result<()> {
    let races = if scene.is_short { 10 } else { 100 };
    let mut staff = Caller::of(&scene.site, &stage.person(ADMIN_ROLE)?);
    let room = match ending {
        Ending::Membership => stage.group().await?.0,
        _ => scene.site.room(&mut staff, &stage.course, &stage.slug).await?,
    };
    let rooms = [(room, staff.head(room).await?)];
    let log = Arc::new(Log::begin());
    let plan = storm::Plan { senders: 8, per_second: Some(150), words: "traffic".to_owned() };
    let posters = [stage.person(AUTHOR_ROLE)?, stage.person(ADMIN_ROLE)?];
    let storm = Storm::start(&scene.site, &log, &posters, &rooms, &plan, &scene.random);
    let course = Course { scene, stage, people, log: Arc::clone(&log), room, ending };
    let (mut slowest, mut heard, mut number) = (Duration::ZERO, 0, 0);
    while number < races {
        let some = (number..races.min(number + AT_ONCE)).map(|race| course.race(race));
        for outcome in futures_util::future::try_join_all(some).await? {
            slowest = slowest.max(outcome.told_after);
            heard += outcome.heard;
            report.violations(outcome.wrong);
        }
        number += AT_ONCE;
    }
    let counts = storm.stop().await;
    report.demand(slowest <= TOLD_WITHIN, || {
        format!("{ending:?}: a socket was told only after {slowest:?}")
    });
    report.demand(heard > 0, || format!("{ending:?}: nobody heard anything: nothing was tried"));
    report.fact(format!(
        "{races} ends of {} against {} messages: told within {} ms, {heard} events before",
        ending.name(),
        counts.acked(),
        slowest.as_millis()
    ));
    report.keep(&log, &scene.logs);
    Ok(())
}

impl Ending {
    /// Whether sockets are closed, rather than told that the room is gone.
    fn ends_sessions(self) -> bool {
        matches!(self, Self::Session | Self::Account)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Session => "sessions",
            Self::Account => "accounts",
            Self::Enrollment => "enrollments",
            Self::Membership => "memberships",
        }
    }
}

impl Course<'_> {
    async fn race(&self, number: usize) -> Result<Outcome> {
        let mut random = self.scene.random.fork(u64::try_from(number).unwrap_or_default() + 100);
        let login = &self.people[number % AT_ONCE].login;
        self.stage.enrol(login, "student").await?;
        let room = self.room.to_string();
        if self.ending == Ending::Membership {
            let fields = [("channel", room.as_str()), ("login", login), ("role", "member")];
            self.staff()?.form("add_member", &fields).await?.success()?;
        }
        let person = self.scene.site.sign_in(login).await?;
        let mut socket = Socket::connect(&self.scene.site, &person).await?;
        socket.hello().await;
        socket.open(self.room, None).await;
        let (heard, cursor) = listen(&mut socket, random.between_ms(20, 250)).await;
        let user = Caller::of(&self.scene.site, &person).user_id().await?;
        self.end(&person, &user).await?;
        let (ended, began) = (self.log.now(), Instant::now());
        let mut outcome = Outcome { told_after: Duration::ZERO, heard, wrong: Vec::new() };
        let after = self.hear_the_end(&mut socket, began, &mut outcome).await;
        let late = sent_after(&self.log, ended);
        for key in after.into_iter().filter(|key| late.contains(key)) {
            let wrong = format!("{number}: {key}, sent after the end, was heard");
            outcome.wrong.push(wrong);
        }
        self.come_back(&person, cursor, &mut outcome).await?;
        if self.ending == Ending::Account {
            self.staff()?.form("reactivate_account", &[("user", &user)]).await?.success()?;
        }
        let what = self.ending.name();
        outcome.wrong = outcome.wrong.into_iter().map(|one| format!("{what}: {one}")).collect();
        Ok(outcome)
    }

    fn staff(&self) -> Result<Caller> {
        Ok(Caller::of(&self.scene.site, &self.stage.person(ADMIN_ROLE)?))
    }

    async fn end(&self, person: &Person, user: &str) -> Result<()> {
        match self.ending {
            Ending::Session => {
                let mut own = Caller::of(&self.scene.site, person);
                own.form("sign_out", &[]).await?.success()?
            }
            Ending::Account => {
                self.staff()?.form("deactivate_account", &[("user", user)]).await?.success()?
            }
            Ending::Enrollment => {
                let fields = [("course", self.stage.course_id()?), ("user", user)];
                self.staff()?.form("remove_person", &fields).await?.success()?
            }
            Ending::Membership => {
                let room = self.room.to_string();
                let fields = [("channel", room.as_str()), ("user", user)];
                self.staff()?.form("remove_member", &fields).await?.success()?
            }
        };
        Ok(())
    }

    /// Listens until the socket is told and for a moment more; returns the keys of what it heard.
    async fn hear_the_end(
        &self,
        socket: &mut Socket,
        began: Instant,
        outcome: &mut Outcome,
    ) -> Vec<Id> {
        let mut keys = Vec::new();
        let mut told = None;
        let mut until = began + Duration::from_secs(5);
        while let Ok(heard) = timeout_at(until, socket.hear()).await {
            match heard {
                Heard::Frame(frame) if frame["event"]["type"] == "message_posted" => {
                    keys.extend(Id::of(&frame["event"]["message"]["client_message_id"]));
                }
                Heard::Frame(frame) if self.is_the_end(&frame) && told.is_none() => {
                    told = Some(began.elapsed());
                    until = Instant::now() + QUIET;
                }
                Heard::Frame(_) => {}
                Heard::Closed(4003) if self.ending.ends_sessions() => {
                    told = Some(began.elapsed());
                    break;
                }
                Heard::Closed(_) | Heard::Broken => break,
            }
        }
        outcome.told_after = told.unwrap_or_default();
        if told.is_none() {
            outcome.wrong.push("the socket was not told".to_owned());
        }
        keys
    }

    /// Whether a frame tells that the room is gone.
    fn is_the_end(&self, frame: &Value) -> bool {
        !self.ending.ends_sessions()
            && frame["type"] == "fault"
            && Id::of_subject(&frame["subject"]) == Some(self.room)
    }

    /// Tries every other way in.
    async fn come_back(&self, person: &Person, cursor: i64, outcome: &mut Outcome) -> Result<()> {
        if self.ending.ends_sessions() {
            let mut report = Report::of("S5");
            sessions::judge_ended(self.scene, &mut report, person).await?;
            outcome.wrong.extend(report.into_violations());
            return Ok(());
        }
        let mut caller = Caller::of(&self.scene.site, person);
        let room = self.room.to_string();
        let slug = self.stage.slug.as_str();
        let course = self.stage.course_id()?;
        let requests = [
            ("load_page", json!({ "channel": room, "key": "latest", "limit": 1 })),
            ("load_unread", json!({ "channel": room })),
            ("load_course", json!({ "slug": slug })),
            ("load_people", json!({ "course": course, "after": null })),
            ("load_channel", json!({ "course": slug, "channel": "general", "message": null })),
        ];
        // Somebody who left a group is still in its course.
        let gone = if self.ending == Ending::Membership { 2 } else { requests.len() };
        for (endpoint, request) in requests.into_iter().take(gone) {
            let status = caller.json(endpoint, &request).await?.status;
            if status != 404 {
                outcome.wrong.push(format!("{endpoint} afterwards: {status}"));
            }
        }
        let page = caller.page(&format!("/c/{slug}/general")).await?.status;
        if page != 404 && self.ending == Ending::Enrollment {
            outcome.wrong.push(format!("the page afterwards: {page}"));
        }
        let mut socket = Socket::connect(&self.scene.site, person).await?;
        socket.hello().await;
        socket.open(self.room, Some(cursor)).await;
        let patience = Duration::from_secs(5);
        let kinds = ["event", "opened", "resync", "fault"];
        loop {
            match socket.wait_for(&kinds, patience).await? {
                Heard::Frame(frame) if Id::of_subject(&frame["subject"]) != Some(self.room) => {}
                Heard::Frame(frame) if frame["code"] == "not_found" => return Ok(()),
                other => {
                    outcome.wrong.push(format!("following afterwards: {other:?}"));
                    return Ok(());
                }
            }
        }
    }
}

/// Listens for a while; returns how many events came and the last one's number.
async fn listen(socket: &mut Socket, lasting: Duration) -> (usize, i64) {
    let (mut heard, mut cursor) = (0, 0);
    let listening = async {
        while let Heard::Frame(frame) = socket.hear().await {
            if frame["type"] == "event" {
                heard += 1;
                cursor = frame["seq"].as_i64().unwrap_or(cursor);
            }
        }
    };
    let _ = timeout(lasting, listening).await;
    (heard, cursor)
}

fn sent_after(log: &Log, ended: Duration) -> HashSet<Id> {
    let entries = log.entries().into_iter().filter(|entry| entry.at > ended);
    entries
        .filter_map(|entry| match entry.seen {
            Seen::Sent { key, .. } => Some(key),
            _ => None,
        })
        .collect()
}

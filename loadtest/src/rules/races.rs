//! S5: access that ends in the middle of traffic ends at once: nothing that was sent after the end
//! was acknowledged reaches the person, live or on coming back, and the socket is told within a
//! second.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::time::{Instant, sleep, timeout};

use super::{Scene, sessions};
use crate::caller::{Caller, Person};
use crate::id::Id;
use crate::random::Random;
use crate::record::{Log, Seen};
use crate::report::Report;
use crate::socket::{Heard, Socket};
use crate::storm::{self, Storm};

const TOLD_WITHIN: Duration = Duration::from_secs(1);
/// Races that are run side by side.
const AT_ONCE: usize = 10;

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("S5");
    let races = if scene.is_short { 10 } else { 100 };
    let rooms = scene.rooms(1).await?;
    let (room, _) = rooms[0];
    let log = Arc::new(Log::begin());
    let plan = storm::Plan { senders: 8, per_second: Some(150), words: "traffic".to_owned() };
    let storm = Storm::start(&scene.site, &log, &scene.people, &rooms, &plan, &scene.random);
    let (mut slowest, mut heard, mut number) = (Duration::ZERO, 0, 0);
    while number < races {
        let some = (number..races.min(number + AT_ONCE)).map(|race| {
            let random = scene.random.fork(u64::try_from(race).unwrap_or_default() + 100);
            session_end(scene, &log, room, u32::try_from(race).unwrap_or_default(), random)
        });
        for outcome in futures_util::future::try_join_all(some).await? {
            slowest = slowest.max(outcome.told_after);
            heard += outcome.heard;
            report.violations(outcome.wrong);
            sessions::judge_ended(scene, &mut report, &outcome.person).await?;
        }
        number += AT_ONCE;
    }
    let counts = storm.stop().await;
    report.demand(slowest <= TOLD_WITHIN, || format!("a socket was told only after {slowest:?}"));
    report.fact(format!(
        "{races} session ends against {} messages; told within {} ms; {heard} events before",
        counts.acked(),
        slowest.as_millis()
    ));
    report.keep(&log, &scene.logs);
    Ok(report)
}

struct Outcome {
    person: Person,
    told_after: Duration,
    heard: usize,
    wrong: Vec<String>,
}

/// Ends a session while its socket listens to a busy room.
async fn session_end(
    scene: &Scene,
    log: &Log,
    room: Id,
    client: u32,
    mut random: Random,
) -> Result<Outcome> {
    let login = &scene.people[random.below(scene.people.len())].login;
    let person = scene.site.sign_in(login).await?;
    let mut socket = Socket::connect(&scene.site, &person).await?;
    socket.hello().await;
    socket.open(room, None).await;
    let until = Instant::now() + random.between_ms(20, 250);
    let mut heard = 0;
    while let Ok(Heard::Frame(frame)) = tokio::time::timeout_at(until, socket.hear()).await {
        heard += usize::from(frame["type"] == "event");
    }
    let mut caller = Caller::of(&scene.site, &person);
    caller.form("sign_out", &[]).await?.success()?;
    let (ended, began) = (log.now(), Instant::now());
    let mut after = Vec::new();
    let close = async {
        loop {
            match socket.hear().await {
                Heard::Frame(frame) if frame["event"]["type"] == "message_posted" => {
                    after.extend(Id::of(&frame["event"]["message"]["client_message_id"]));
                }
                Heard::Frame(_) => {}
                Heard::Closed(code) => return Some(code),
                Heard::Broken => return None,
            }
        }
    };
    let code = timeout(Duration::from_secs(5), close).await.ok().flatten();
    let told_after = began.elapsed();
    let mut wrong = Vec::new();
    if code != Some(4003) {
        wrong.push(format!("the socket of race {client} ended with {code:?} instead of 4003"));
    }
    let late = sent_after(log, ended);
    for key in after.into_iter().filter(|key| late.contains(key)) {
        wrong.push(format!("race {client} heard {key}, which was sent after its end"));
    }
    sleep(Duration::from_millis(1)).await;
    Ok(Outcome { person, told_after, heard, wrong })
}

fn sent_after(log: &Log, ended: Duration) -> std::collections::HashSet<Id> {
    let entries = log.entries().into_iter().filter(|entry| entry.at > ended);
    entries
        .filter_map(|entry| match entry.seen {
            Seen::Sent { key, .. } => Some(key),
            _ => None,
        })
        .collect()
}

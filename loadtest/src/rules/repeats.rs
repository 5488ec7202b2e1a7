//! R4: a message that is sent again and again, at once and across restarts, is one message; another
//! draft under its key is a conflict.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Result;
use tokio::time::sleep;

use super::Scene;
use crate::caller::Caller;
use crate::checker;
use crate::history;
use crate::id::Id;
use crate::random::Random;
use crate::record::Log;
use crate::report::Report;
use crate::storm::{Counts, send};

/// Copies of one message that may be on their way at once.
const COPIES_MAX: usize = 5;
const WORKERS: usize = 16;

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("R4");
    let messages = if scene.is_short { 500 } else { 10_000 };
    let restarts = 3;
    let rooms = scene.rooms(4).await?;
    let log = Arc::new(Log::begin());
    let counts = Arc::new(Counts::default());
    let next = Arc::new(AtomicUsize::new(0));
    let workers = (0..WORKERS).map(|number| {
        let person = &scene.people[number % scene.people.len()];
        let worker = Worker {
            number: u32::try_from(number).unwrap_or_default(),
            callers: (0..COPIES_MAX).map(|_| Caller::of(&scene.site, person)).collect(),
            rooms: rooms.iter().map(|(room, _)| *room).collect(),
            random: scene.random.fork(u64::try_from(number).unwrap_or_default()),
            log: Arc::clone(&log),
            counts: Arc::clone(&counts),
            site: Arc::clone(&scene.site),
        };
        tokio::spawn(worker.run(Arc::clone(&next), messages))
    });
    let workers: Vec<_> = workers.collect();
    for restart in 1..=restarts {
        while next.load(Ordering::Relaxed) < messages * restart / (restarts + 1) {
            sleep(Duration::from_millis(5)).await;
        }
        scene.site.kill().await?;
        scene.site.up().await?;
    }
    let (mut copies, mut conflicts) = (0, 0);
    for worker in workers {
        let done = worker.await?;
        copies += done.copies;
        conflicts += done.conflicts;
        report.violations(done.wrong);
    }
    let histories = history::read(&scene.site, &scene.admin, &rooms).await?;
    let (looked, wrong) = checker::posts(&log.entries(), &histories);
    report.violations(wrong);
    report.demand(looked.acked == messages, || {
        format!("{} of {messages} messages were acknowledged in the end", looked.acked)
    });
    report.fact(format!("{} messages in {copies} copies over {restarts} kills", looked.acked));
    report.fact(format!("{} copies without an answer", counts.lost()));
    report.fact(format!("{conflicts} of {conflicts} other drafts under a used key refused"));
    report.keep(&log, &scene.logs);
    Ok(report)
}

struct Worker {
    number: u32,
    callers: Vec<Caller>,
    rooms: Vec<Id>,
    random: Random,
    log: Arc<Log>,
    counts: Arc<Counts>,
    site: Arc<crate::site::Site>,
}

#[derive(Default)]
struct Done {
    copies: usize,
    conflicts: usize,
    wrong: Vec<String>,
}

impl Worker {
    async fn run(mut self, next: Arc<AtomicUsize>, messages: usize) -> Done {
        let mut done = Done::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= messages {
                return done;
            }
            let (room, key) = (self.rooms[self.random.below(self.rooms.len())], self.random.id());
            let copies = 2 + self.random.below(COPIES_MAX - 1);
            let body = format!("copy {key}");
            let sending = self.callers.iter_mut().take(copies).map(|caller| {
                send_until_answered(
                    caller,
                    &self.site,
                    &self.log,
                    &self.counts,
                    self.number,
                    (room, key),
                    &body,
                )
            });
            done.copies += futures_util::future::join_all(sending).await.iter().sum::<usize>();
            if number.is_multiple_of(50) {
                match self.callers[0].post(room, key, "another draft").await {
                    Ok(answer) if answer.status == 409 => done.conflicts += 1,
                    Ok(answer) => done.wrong.push(format!(
                        "another draft under the key {key} was answered {}",
                        answer.status
                    )),
                    Err(_) => {}
                }
            }
        }
    }
}

/// Returns how many copies it took.
async fn send_until_answered(
    caller: &mut Caller,
    site: &crate::site::Site,
    log: &Log,
    counts: &Counts,
    sender: u32,
    place: (Id, Id),
    body: &str,
) -> usize {
    let mut copies = 1;
    site.wait_until_up().await;
    while !send(caller, log, counts, sender, place, body).await {
        copies += 1;
        sleep(Duration::from_millis(5)).await;
        site.wait_until_up().await;
    }
    copies
}

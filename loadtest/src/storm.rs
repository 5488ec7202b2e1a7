//! People who post: each one message after the other, as fast as told.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::caller::{Caller, Person, posted};
use crate::id::Id;
use crate::random::Random;
use crate::record::{Log, Seen};
use crate::site::Site;

/// How a storm blows.
pub(crate) struct Plan {
    pub(crate) senders: u32,
    /// Messages a second of all senders together; as many as the server takes without.
    pub(crate) per_second: Option<u32>,
    /// What every message says besides its number.
    pub(crate) words: String,
}

/// Senders at work.
pub(crate) struct Storm {
    stop: watch::Sender<bool>,
    senders: Vec<JoinHandle<()>>,
    pub(crate) counts: Arc<Counts>,
}

/// What became of what was sent.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) acked: AtomicU64,
    pub(crate) lost: AtomicU64,
    /// Answers with a status of 500 and above, of a server that had said that it is ready.
    pub(crate) failed: AtomicU64,
}

impl Counts {
    pub(crate) fn acked(&self) -> u64 {
        self.acked.load(Ordering::Relaxed)
    }

    pub(crate) fn failed(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

impl Storm {
    pub(crate) fn start(
        site: &Arc<Site>,
        log: &Arc<Log>,
        people: &[Person],
        rooms: &[(Id, i64)],
        plan: &Plan,
        random: &Random,
    ) -> Self {
        let stop = watch::Sender::new(false);
        let counts = Arc::new(Counts::default());
        let pace = plan.per_second.map(|rate| Duration::from_secs(1) * plan.senders / rate);
        let senders = (0..plan.senders).map(|number| {
            let mut random = random.fork(1_000_000 + u64::from(number));
            let person = people[random.below(people.len())].clone();
            let sender = Sender {
                number,
                site: Arc::clone(site),
                log: Arc::clone(log),
                caller: Caller::of(site, &person),
                rooms: rooms.iter().map(|(room, _)| *room).collect(),
                words: plan.words.clone(),
                counts: Arc::clone(&counts),
                random,
            };
            tokio::spawn(sender.run(pace, stop.subscribe()))
        });
        Self { senders: senders.collect(), stop, counts }
    }

    /// Ends it after what is under way.
    pub(crate) async fn stop(self) -> Arc<Counts> {
        self.stop.send_replace(true);
        for sender in self.senders {
            let _ = sender.await;
        }
        self.counts
    }
}

struct Sender {
    number: u32,
    site: Arc<Site>,
    log: Arc<Log>,
    caller: Caller,
    rooms: Vec<Id>,
    words: String,
    counts: Arc<Counts>,
    random: Random,
}

impl Sender {
    async fn run(mut self, pace: Option<Duration>, stop: watch::Receiver<bool>) {
        let mut ticks = pace.map(|pace| {
            let mut ticks = interval(pace);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            ticks
        });
        if let Some(pace) = pace {
            tokio::time::sleep(pace.mul_f64(self.random.unit())).await;
        }
        while !*stop.borrow() {
            if let Some(ticks) = &mut ticks {
                ticks.tick().await;
            }
            self.send_one(&stop).await;
        }
    }

    /// Sends a message; half of those without an answer are sent again, which must be safe.
    async fn send_one(&mut self, stop: &watch::Receiver<bool>) {
        let room = self.rooms[self.random.below(self.rooms.len())];
        let key = self.random.id();
        let body = format!("{key} {}", self.words);
        loop {
            self.site.wait_until_up().await;
            if send(&mut self.caller, &self.log, &self.counts, self.number, (room, key), &body)
                .await
            {
                return;
            }
            if *stop.borrow() || self.random.unit() < 0.5 {
                return;
            }
        }
    }
}

/// Sends a message and notes what happened; returns whether there was an answer.
pub(crate) async fn send(
    caller: &mut Caller,
    log: &Log,
    counts: &Counts,
    sender: u32,
    (room, key): (Id, Id),
    body: &str,
) -> bool {
    log.note(Seen::Sent { sender, room, key });
    let Ok(answer) = caller.post(room, key, body).await else {
        counts.lost.fetch_add(1, Ordering::Relaxed);
        log.note(Seen::Lost { sender, room, key });
        return false;
    };
    if let Some(posted) = posted(&answer).filter(|_| answer.is_ok()) {
        counts.acked.fetch_add(1, Ordering::Relaxed);
        let (message, position) = (posted.message, posted.position);
        log.note(Seen::Acked { sender, room, key, message, position });
        return true;
    }
    if answer.status >= 500 {
        counts.failed.fetch_add(1, Ordering::Relaxed);
    }
    log.note(Seen::Refused { sender, room, key, status: answer.status });
    answer.status < 500
}

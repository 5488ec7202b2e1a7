//! R11: clients that never read lose their socket and nothing else: the server's memory stays
//! bounded, others do not wait, and whoever comes back misses nothing.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout};

use super::{Scene, crash, quantile};
use crate::checker;
use crate::history;
use crate::id::Id;
use crate::listener::{self, Crowd};
use crate::record::{Entry, Log, Seen};
use crate::report::Report;
use crate::socket::{Heard, Socket};
use crate::storm::{self, Storm};

const DEAF: u32 = 50;
const TOO_SLOW: u16 = 4008;
/// Messages that are more than the kernel and the server hold for one client, and fewer than make
/// a client that comes back take a snapshot instead.
const ENOUGH: u64 = 900;
const ENOUGH_WITHIN: Duration = Duration::from_mins(1);
/// Memory that one client that does not read may cost.
const EXTRA_BYTES_MAX: u64 = 1_024 * 1_024;
/// What a machine that does other things may add to the 99th percentile.
const NOISE_MS: f64 = 150.0;
/// The kernel's buffer on this side, so that it is the server that has to hold the rest.
const RECEIVE_BYTES: u32 = 16_384;

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("R11");
    let rooms = scene.rooms(1).await?;
    let (room, from) = rooms[0];
    // The clients that read are the first, those that do not the next.
    let log = Arc::new(Log::begin());
    let crowd = listener::Plan { clients: 10, rooms_each: 1, resets: None };
    let crowd = Crowd::start(&scene.site, &log, &scene.people, &rooms, &crowd, &scene.random);
    let plan = storm::Plan {
        senders: 10,
        per_second: Some(100),
        words: "# long\n\n**words** ".repeat(120),
    };
    let random = scene.random.fork(7);
    let before = Storm::start(&scene.site, &log, &scene.people, &rooms, &plan, &random);
    sleep(Duration::from_secs(3)).await;
    before.stop().await;
    let alone = latencies_ms(&log.entries());
    let rss_before = scene.site.resident_bytes().await?;

    let calm_until = log.now();
    let mut deaf = Vec::new();
    for number in 0..DEAF {
        let client = 1_000 + number;
        let as_of = crate::caller::Caller::of(&scene.site, &scene.admin).head(room).await?;
        log.note(Seen::Snapshot { client, room, as_of });
        let mut socket =
            Socket::connect_with(&scene.site, &scene.admin, Some(RECEIVE_BYTES)).await?;
        socket.hello().await;
        socket.open(room, Some(as_of)).await;
        deaf.push((client, as_of, socket));
    }
    let random = scene.random.fork(8);
    let storm = Storm::start(&scene.site, &log, &scene.people, &rooms, &plan, &random);
    let mut rss = rss_before;
    let patience = Instant::now() + ENOUGH_WITHIN;
    while storm.counts.acked() < ENOUGH && Instant::now() < patience {
        sleep(Duration::from_millis(100)).await;
        rss = rss.max(scene.site.resident_bytes().await?);
    }
    let posted = storm.stop().await.acked();
    report.demand(posted >= ENOUGH, || {
        format!("only {posted} messages were taken within {ENOUGH_WITHIN:?}: nothing was tried")
    });
    // The server gives a client that takes nothing 15 seconds for what it is being told.
    sleep(Duration::from_secs(7)).await;
    let entries = log.entries();
    let with_deaf: Vec<Entry> = entries.into_iter().filter(|entry| entry.at > calm_until).collect();
    let beside = latencies_ms(&with_deaf);

    let history = history::read(&scene.site, &scene.admin, &rooms).await?;
    let head = history[&room].head;
    let listening = deaf.into_iter().map(|(client, as_of, socket)| {
        wake(scene, &log, Sleeper { client, room, cursor: as_of, head }, socket)
    });
    for woken in futures_util::future::join_all(listening).await {
        report.violations(woken?);
    }
    let histories = crash::finish(scene, crowd, &rooms).await?;
    let entries = log.entries();
    report.violations(checker::posts(&entries, &histories).1);
    report.violations(checker::clients(&entries, &histories).1);

    let extra = rss.saturating_sub(rss_before) / u64::from(DEAF);
    report.demand(extra <= EXTRA_BYTES_MAX, || format!("each cost {extra} bytes"));
    let (p99_alone, p99_beside) = (quantile(&alone, 0.99), quantile(&beside, 0.99));
    report.demand(p99_beside <= p99_alone.mul_add(1.1, NOISE_MS), || {
        format!("others waited {p99_beside:.0} ms (99th percentile) instead of {p99_alone:.0} ms")
    });
    report.fact(format!(
        "{DEAF} clients that read nothing of {} messages, all told 4008",
        head - from
    ));
    report.fact(format!("{} KiB each", extra / 1_024));
    report.fact(format!(
        "others heard after {:.0} ms ({:.0} ms without them), 99th percentile {p99_beside:.0} ms ({p99_alone:.0} ms)",
        quantile(&beside, 0.5),
        quantile(&alone, 0.5),
    ));
    report.keep(&log, &scene.logs);
    Ok(report)
}

struct Sleeper {
    client: u32,
    room: Id,
    cursor: i64,
    head: i64,
}

/// Reads what a client that did not read finds in its socket, then comes back as a page does.
async fn wake(
    scene: &Scene,
    log: &Arc<Log>,
    sleeper: Sleeper,
    mut socket: Socket,
) -> Result<Vec<String>> {
    let Sleeper { client, room, mut cursor, head } = sleeper;
    let code = loop {
        match timeout(Duration::from_secs(10), socket.hear()).await {
            Ok(Heard::Frame(frame)) => {
                if let Some(seq) = seq_of(&frame, room) {
                    log.note(listener::event(client, room, seq, &frame));
                    cursor = cursor.max(seq);
                }
            }
            Ok(Heard::Closed(code)) => break Some(code),
            Ok(Heard::Broken) | Err(_) => break None,
        }
    };
    let mut wrong = Vec::new();
    if code != Some(TOO_SLOW) {
        wrong.push(format!("client {client} was closed with {code:?} instead of {TOO_SLOW}"));
    }
    let mut again = Socket::connect(&scene.site, &scene.admin).await?;
    again.hello().await;
    again.open(room, Some(cursor)).await;
    while cursor < head {
        let heard = again.wait_for(&["event", "resync"], Duration::from_secs(30)).await;
        match heard {
            Ok(Heard::Frame(frame)) if frame["type"] == "resync" => {
                wrong.push(format!("client {client} had to resync from {cursor} of {head}"));
                break;
            }
            Ok(Heard::Frame(frame)) => {
                if let Some(seq) = seq_of(&frame, room) {
                    log.note(listener::event(client, room, seq, &frame));
                    cursor = cursor.max(seq);
                }
            }
            _ => {
                wrong.push(format!("client {client} came back and heard nothing after {cursor}"));
                break;
            }
        }
    }
    Ok(wrong)
}

fn seq_of(frame: &Value, room: Id) -> Option<i64> {
    let is_here = frame["type"] == "event" && Id::of_subject(&frame["subject"]) == Some(room);
    is_here.then(|| frame["seq"].as_i64())?
}

/// Returns how long messages took from being sent to being heard by those who read, sorted.
fn latencies_ms(entries: &[Entry]) -> Vec<f64> {
    let mut sent = HashMap::new();
    let mut key_of = HashMap::new();
    for entry in entries {
        match entry.seen {
            Seen::Sent { key, .. } => drop(sent.insert(key, entry.at)),
            Seen::Acked { key, message, .. } => drop(key_of.insert(message, key)),
            _ => {}
        }
    }
    let mut latencies: Vec<f64> = entries
        .iter()
        .filter_map(|entry| match &entry.seen {
            Seen::Event { client, message: Some(message), .. } if *client < 1_000 => {
                let at = sent.get(key_of.get(message)?)?;
                Some(entry.at.saturating_sub(*at).as_secs_f64() * 1_000.0)
            }
            _ => None,
        })
        .collect();
    latencies.sort_unstable_by(f64::total_cmp);
    latencies
}

//! R14: many writers and long readers at once: nobody is told that the database is busy, and the
//! write-ahead log stays small.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use tokio::time::{Instant, sleep};

use super::{Scene, quantile};
use crate::checker;
use crate::history;
use crate::record::{Log, Seen};
use crate::report::Report;
use crate::storm::{self, Storm};

const WAL_BYTES_MAX: u64 = 64 * 1_024 * 1_024;

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("R14");
    let rooms = scene.rooms(8).await?;
    let log = Arc::new(Log::begin());
    let plan = storm::Plan { senders: 64, per_second: None, words: "w".repeat(400) };
    let storm = Storm::start(&scene.site, &log, &scene.people, &rooms, &plan, &scene.random);
    let pages = Arc::new(AtomicU64::new(0));
    let readers: Vec<_> = (0..2)
        .map(|_| {
            let (site, admin) = (Arc::clone(&scene.site), scene.admin.clone());
            let (rooms, pages) = (rooms.clone(), Arc::clone(&pages));
            tokio::spawn(async move {
                loop {
                    if history::read(&site, &admin, &rooms).await.is_ok() {
                        pages.fetch_add(1, Ordering::Relaxed);
                    }
                    sleep(Duration::from_millis(100)).await;
                }
            })
        })
        .collect();
    let until = Instant::now() + Duration::from_secs(if scene.is_short { 2 } else { 8 });
    let (mut wal, mut doctors) = (0, 0);
    while Instant::now() < until {
        // The longest reader there is: it reads the whole database in one transaction.
        let (is_healthy, said) = scene.site.launch.run(&["doctor"]).await?;
        report.demand(is_healthy, || format!("the doctor says: {said}"));
        doctors += 1;
        wal = wal.max(scene.site.launch.wal_bytes());
        sleep(Duration::from_millis(200)).await;
    }
    let counts = storm.stop().await;
    for reader in readers {
        reader.abort();
    }
    let entries = log.entries();
    let refused = entries.iter().filter(|entry| matches!(entry.seen, Seen::Refused { .. })).count();
    report.demand(refused == 0, || format!("{refused} posts were refused"));
    report.demand(counts.lost() == 0, || format!("{} posts had no answer", counts.lost()));
    report.demand(wal <= WAL_BYTES_MAX, || format!("the write-ahead log grew to {wal} bytes"));
    let histories = history::read(&scene.site, &scene.admin, &rooms).await?;
    let (looked, wrong) = checker::posts(&entries, &histories);
    report.violations(wrong);
    let waits = waits_ms(&entries);
    report.fact(format!("64 writers, {} acknowledged, 0 refused", looked.acked));
    report.fact(format!(
        "a post took {:.0} ms (median), {:.0} ms (99th percentile)",
        quantile(&waits, 0.5),
        quantile(&waits, 0.99)
    ));
    let read = pages.load(Ordering::Relaxed);
    report.fact(format!("{doctors} integrity checks and {read} full readings beside them"));
    if scene.is_on_sqlite() {
        report.fact(format!("write-ahead log at most {} KiB", wal / 1_024));
    }
    report.keep(&log, &scene.logs);
    Ok(report)
}

/// Returns how long each acknowledged post took, sorted.
pub(super) fn waits_ms(entries: &[crate::record::Entry]) -> Vec<f64> {
    let mut sent = std::collections::HashMap::new();
    let mut waits = Vec::new();
    for entry in entries {
        match entry.seen {
            Seen::Sent { key, .. } => drop(sent.insert(key, entry.at)),
            Seen::Acked { key, .. } => {
                if let Some(at) = sent.get(&key) {
                    waits.push(entry.at.saturating_sub(*at).as_secs_f64() * 1_000.0);
                }
            }
            _ => {}
        }
    }
    waits.sort_unstable_by(f64::total_cmp);
    waits
}

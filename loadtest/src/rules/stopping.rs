//! R13: SIGTERM under load ends the process soon and in order; nothing acknowledged is lost, and the
//! next process fails nobody.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::time::sleep;

use super::{Scene, crash};
use crate::checker;
use crate::listener::{self, Crowd};
use crate::record::{Log, Seen};
use crate::report::Report;
use crate::storm::{self, Storm};

const END_WITHIN: Duration = Duration::from_secs(10);
const RESTARTING: u16 = 1012;

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("R13");
    let stops = if scene.is_short { 2 } else { 5 };
    let rooms = scene.rooms(8).await?;
    let log = Arc::new(Log::begin());
    let crowd = listener::Plan { clients: 32, rooms_each: 2, resets: None };
    let crowd = Crowd::start(&scene.site, &log, &scene.people, &rooms, &crowd, &scene.random);
    let mut slowest = Duration::ZERO;
    let mut random = scene.random.fork(3);
    let plan = storm::Plan { senders: 32, per_second: Some(500), words: "on and on".to_owned() };
    for stop in 1..=stops {
        // Every storm is another one, so that its failures are those of one process.
        let random_of_stop = scene.random.fork(10_000 + stop);
        let storm = Storm::start(&scene.site, &log, &scene.people, &rooms, &plan, &random_of_stop);
        sleep(random.between_ms(400, 1_200)).await;
        let failed = storm.counts.failed();
        report.demand(failed == 0, || format!("{failed} requests failed before stop {stop}"));
        let (is_orderly, took) = scene.site.terminate().await?;
        report.demand(is_orderly, || format!("stop {stop} ended with a failure"));
        slowest = slowest.max(took);
        scene.site.up().await?;
        storm.stop().await;
    }
    report.demand(slowest <= END_WITHIN, || format!("a stop took {slowest:?}"));
    let histories = crash::finish(scene, crowd, &rooms).await?;
    let entries = log.entries();
    let (looked, wrong) = checker::posts(&entries, &histories);
    report.violations(wrong);
    let (heard, wrong) = checker::clients(&entries, &histories);
    report.violations(wrong);
    let codes = entries.iter().filter_map(|entry| match entry.seen {
        Seen::Closed { code, .. } => Some(code),
        _ => None,
    });
    let codes: Vec<u16> = codes.collect();
    let told = codes.iter().filter(|code| **code == RESTARTING).count();
    report.demand(told == codes.len(), || format!("sockets were closed with {codes:?}"));
    report.fact(format!("{stops} stops, the slowest {} ms", slowest.as_millis()));
    report.fact(format!("{} of {} sent acknowledged", looked.acked, looked.sent));
    report.fact(format!("{told} sockets told 1012; {} events heard", heard.events));
    report.keep(&log, &scene.logs);
    Ok(report)
}

//! R5: clients whose connections are reset at random miss nothing, repeat nothing, and see the
//! same order.

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

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("R5");
    let (clients, room_count, per_second, lasting, mean) = if scene.is_short {
        (60, 6, 400, Duration::from_secs(8), Duration::from_secs(2))
    } else {
        (500, 50, 50, Duration::from_mins(1), Duration::from_secs(10))
    };
    let rooms = scene.rooms(room_count).await?;
    let log = Arc::new(Log::begin());
    let crowd = listener::Plan { clients, rooms_each: 1, resets: Some(mean) };
    let crowd = Crowd::start(&scene.site, &log, &scene.people, &rooms, &crowd, &scene.random);
    let plan =
        storm::Plan { senders: 16, per_second: Some(per_second), words: "steady".to_owned() };
    let storm = Storm::start(&scene.site, &log, &scene.people, &rooms, &plan, &scene.random);
    sleep(lasting).await;
    let counts = storm.stop().await;
    let histories = crash::finish(scene, crowd, &rooms).await?;
    let entries = log.entries();
    let (looked, wrong) = checker::posts(&entries, &histories);
    report.violations(wrong);
    let (heard, wrong) = checker::clients(&entries, &histories);
    report.violations(wrong);
    let cuts = entries.iter().filter(|entry| matches!(entry.seen, Seen::Cut { .. })).count();
    report.demand(cuts > 0, || "no connection was reset: nothing was tried".to_owned());
    report.fact(format!(
        "{clients} clients, {room_count} rooms, {cuts} resets in {} s",
        lasting.as_secs()
    ));
    report.fact(format!("{} acknowledged, {} without an answer", looked.acked, counts.lost()));
    report.fact(format!("{} events heard, {} resyncs", heard.events, heard.resyncs));
    report.keep(&log, &scene.logs);
    Ok(report)
}

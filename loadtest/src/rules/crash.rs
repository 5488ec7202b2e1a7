//! R1: `kill -9` in the middle of a posting storm loses nothing that was acknowledged and doubles
//! nothing; pages that are open recover by themselves.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::time::{Instant, sleep};

use super::Scene;
use crate::history::{self, Histories};
use crate::listener::{self, Crowd, Goal};
use crate::record::Log;
use crate::report::Report;
use crate::storm::{self, Storm};
use crate::{checker, id::Id};

const READY_WITHIN: Duration = Duration::from_secs(2);

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("R1");
    let kills = if scene.is_short { 3 } else { 20 };
    let rooms = scene.rooms(8).await?;
    let log = Arc::new(Log::begin());
    let site = &scene.site;
    let crowd = listener::Plan { clients: 16, rooms_each: 2, resets: None };
    let crowd = Crowd::start(site, &log, &scene.people, &rooms, &crowd, &scene.random);
    let plan = storm::Plan { senders: 64, per_second: Some(1_000), words: "storm".to_owned() };
    let storm = Storm::start(site, &log, &scene.people, &rooms, &plan, &scene.random);
    let (mut slowest, mut random) = (Duration::ZERO, scene.random.fork(2));
    for kill in 1..=kills {
        sleep(random.between_ms(150, 900)).await;
        site.kill().await?;
        let (is_healthy, said) = site.launch.run(&["doctor"]).await?;
        report.demand(is_healthy, || format!("after kill {kill} the doctor says: {said}"));
        let began = Instant::now();
        site.up().await?;
        site.is_ready().await?;
        slowest = slowest.max(began.elapsed());
    }
    report.demand(slowest <= READY_WITHIN, || format!("it was ready only after {slowest:?}"));
    sleep(Duration::from_millis(300)).await;
    let counts = storm.stop().await;
    let histories = finish(scene, crowd, &rooms).await?;
    let (looked, wrong) = checker::posts(&log.entries(), &histories);
    report.violations(wrong);
    let (heard, wrong) = checker::clients(&log.entries(), &histories);
    report.violations(wrong);
    report.fact(format!("{kills} kills, {} of {} sent acknowledged", looked.acked, looked.sent));
    report.fact(format!(
        "{} without an answer of which {} are stored",
        counts.lost(),
        looked.unacked_stored
    ));
    report.fact(format!("16 clients heard {} events", heard.events));
    report.fact(format!("ready within {} ms", slowest.as_millis()));
    report.keep(&log, &scene.logs);
    Ok(report)
}

/// Lets a crowd come to the end of what there is, and reads the histories.
pub(super) async fn finish(scene: &Scene, crowd: Crowd, rooms: &[(Id, i64)]) -> Result<Histories> {
    let histories = history::read(&scene.site, &scene.admin, rooms).await?;
    let heads = histories.iter().map(|(room, history)| (*room, history.head));
    let within = Duration::from_secs(if scene.is_short { 5 } else { 60 });
    crowd.finish(Goal { heads: heads.collect(), within }).await;
    Ok(histories)
}

//! The rules, each a scene of its own on one site. Their names are those of the reliability goals. What a black
//! box cannot see is tested where it is: R7 (snapshot and events are the same truth) in `protocol/src/replica/tests`, R8 (the
//! browser half hears nothing twice and nothing that it left) in `app/src/live/state/tests.rs`, and R12 (the outbox) in Chromium,
//! `end2end/tests/outbox.spec.ts`.

mod contention;
mod crash;
mod flush;
mod matrix;
mod origins;
mod other_sites;
mod outsider;
mod races;
mod repeats;
mod resets;
mod sessions;
mod slow;
mod stopping;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::time::{Instant, sleep};

use crate::arguments::Arguments;
use crate::caller::{Caller, Person};
use crate::id::Id;
use crate::random::Random;
use crate::report::Report;
use crate::site::{ADMIN, Site};

/// Every rule, in the order in which they run.
const RULES: [&str; 13] =
    ["S1", "S2", "S3", "S6", "S7", "S5", "R11", "R5", "R14", "R4", "R13", "R1", "R1F"];

/// Time in which what was made is there, of a server that says so too early.
const SETTLE_WITHIN: Duration = Duration::from_secs(2);

/// What a rule works with.
pub(crate) struct Scene {
    pub(crate) site: Arc<Site>,
    pub(crate) admin: Person,
    /// Accounts that are in the Commons alone.
    pub(crate) people: Vec<Person>,
    pub(crate) random: Random,
    pub(crate) source: PathBuf,
    pub(crate) logs: PathBuf,
    pub(crate) is_short: bool,
}

/// Runs the rules that were asked for.
pub(crate) async fn run(arguments: &Arguments) -> Result<Vec<Report>> {
    let unknown = arguments.rules.iter().find(|rule| !RULES.contains(&rule.as_str()));
    if let Some(unknown) = unknown {
        bail!("there is no rule {unknown}; there are {}", RULES.join(", "));
    }
    let engine = if arguments.database_url.is_some() { "PostgreSQL" } else { "SQLite" };
    println!("observing {} on {engine}, seed {}", arguments.binary.display(), arguments.seed);
    let site = Site::start(arguments).await?;
    let mut scene = Scene {
        admin: site.sign_in(ADMIN).await?,
        people: site.sign_up_many(16).await?,
        site: Arc::clone(&site),
        random: Random::new(arguments.seed),
        source: arguments.source.clone(),
        logs: arguments.logs.join(engine.to_lowercase()),
        is_short: arguments.is_short,
    };
    // Until here all must be well; from here on a server may be broken on purpose.
    site.terminate().await?;
    site.up().await?;
    let mut reports = Vec::new();
    for (number, rule) in (0_u64..).zip(RULES) {
        if !arguments.rules.is_empty() && !arguments.rules.iter().any(|asked| asked == rule) {
            continue;
        }
        let began = Instant::now();
        scene.random = Random::new(arguments.seed).fork(number);
        let report = scene.run(rule).await.with_context(|| format!("{rule} could not be judged"));
        let Some(mut report) = report? else { continue };
        report.took = began.elapsed();
        report.print();
        reports.push(report);
    }
    site.remove().await?;
    Ok(reports)
}

impl Scene {
    /// Runs a rule; one that this engine has not returns nothing.
    async fn run(&self, rule: &str) -> Result<Option<Report>> {
        Ok(Some(match rule {
            "R1" => crash::run(self).await?,
            "R1F" if self.is_on_sqlite() => flush::run(self).await?,
            "R4" => repeats::run(self).await?,
            "R5" => resets::run(self).await?,
            "R11" => slow::run(self).await?,
            "R13" => stopping::run(self).await?,
            "R14" => contention::run(self).await?,
            "S1" => origins::run(self).await?,
            "S2" => other_sites::run(self).await?,
            "S3" => matrix::run(self).await?,
            "S5" => races::run(self).await?,
            "S6" => outsider::run(self).await?,
            "S7" => sessions::run(self).await?,
            _ => return Ok(None),
        }))
    }

    fn is_on_sqlite(&self) -> bool {
        self.site.launch.database_url.is_none()
    }

    /// Makes rooms, and says where their streams stand.
    async fn rooms(&self, count: usize) -> Result<Vec<(Id, i64)>> {
        let mut caller = Caller::of(&self.site, &self.admin);
        let mut rooms = Vec::new();
        for room in self.site.rooms(&mut caller, count).await? {
            let mut head = caller.head(room).await;
            let until = Instant::now() + SETTLE_WITHIN;
            while head.is_err() && Instant::now() < until {
                sleep(Duration::from_millis(50)).await;
                head = caller.head(room).await;
            }
            rooms.push((room, head?));
        }
        Ok(rooms)
    }
}

/// Returns the value below which this share of the sorted values lies.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let at = f64::from(u32::try_from(last).unwrap_or(u32::MAX)) * share;
    let place = sorted.iter().zip(0_u32..).find(|(_, n)| f64::from(*n) >= at.floor());
    place.map_or(0.0, |(value, _)| *value)
}

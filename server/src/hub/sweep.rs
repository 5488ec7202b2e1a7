//! Once a second: tells activity, and compares what was delivered with the journal's heads, and the
//! grants with the courses' access versions, so that nothing committed stays undelivered and nothing
//! that was taken away stays open.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use protocol::cursor::{Seq, Subject};
use protocol::id::CourseId;
use service::error::Error;
use tokio::time::MissedTickBehavior;

use super::Hub;
use super::feed::Feed;

const PERIOD: Duration = Duration::from_secs(1);

/// Sweeps until the hub stops.
pub(super) async fn every_second(hub: Hub) {
    let mut ticks = tokio::time::interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while hub.stop_signal().run_until_cancelled(ticks.tick()).await.is_some() {
        hub.tell_activity();
        hub.forget_idle();
        let swept = hub.stop_signal().run_until_cancelled(hub.sweep()).await;
        if let Some(Err(error)) = swept {
            tracing::warn!(%error, "could not compare the heads with the journal");
        }
    }
}

impl Hub {
    /// Forgets subjects that nobody wants: no listeners, and nobody on the way to be one.
    fn forget_idle(&self) {
        self.feeds().retain(|_, feed| Arc::strong_count(feed) > 1 || !feed.is_idle());
    }

    async fn sweep(&self) -> Result<(), Error> {
        let delivered: HashMap<Subject, (Arc<Feed>, Seq)> = self
            .feeds()
            .iter()
            .filter_map(|(subject, feed)| Some((*subject, (Arc::clone(feed), feed.delivered()?))))
            .collect();
        if delivered.is_empty() {
            return Ok(());
        }
        let courses = delivered.values().filter_map(|(feed, _)| feed.course());
        let courses: Vec<CourseId> = courses.collect::<HashSet<_>>().into_iter().collect();
        for (course, access_version) in self.0.service.live().access_versions(&courses).await? {
            self.renew_grants(course, access_version);
        }
        let subjects: Vec<Subject> = delivered.keys().copied().collect();
        for (subject, head) in self.0.service.live().heads(&subjects).await? {
            if let Some((feed, delivered)) = delivered.get(&subject)
                && head > *delivered
            {
                self.fill(Arc::clone(feed), head);
            }
        }
        Ok(())
    }
}

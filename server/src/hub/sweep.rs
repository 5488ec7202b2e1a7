//! Once a second: tells activity, and compares what was delivered with the journal's heads, so that
//! nothing committed stays undelivered.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use protocol::cursor::{Seq, Subject};
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

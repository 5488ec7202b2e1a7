//! Reads what was missed from the journal: the broker dropped it, or it came out of order.

use std::sync::Arc;

use protocol::cursor::Seq;
use protocol::limits::REPLAY_PAGE_EVENTS;
use service::error::Error;

use super::Hub;
use super::feed::Feed;

impl Hub {
    /// Delivers the journal's events of a subject up to `wanted`, if nobody does already.
    pub(super) fn fill(&self, feed: Arc<Feed>, wanted: Seq) {
        if feed.begin_fill(wanted) {
            let hub = self.clone();
            self.tasks().spawn(async move {
                let stop = hub.stop_signal().clone();
                stop.run_until_cancelled(hub.fill_up(&feed)).await;
            });
        }
    }

    async fn fill_up(&self, feed: &Feed) {
        loop {
            match self.fill_page(feed).await {
                Ok(0) => return feed.break_fill(),
                Ok(_) if feed.end_fill() => return,
                Ok(_) => {}
                Err(error) => {
                    // The sweep asks again in a second.
                    tracing::warn!(subject = %feed.subject(), %error, "could not read the journal");
                    return feed.break_fill();
                }
            }
        }
    }

    async fn fill_page(&self, feed: &Feed) -> Result<usize, Error> {
        let Some(delivered) = feed.delivered() else { return Ok(0) };
        let _permit = self.0.reads.acquire().await;
        let live = self.0.service.live();
        let page = live.replay(&feed.subject(), delivered, REPLAY_PAGE_EVENTS).await?;
        for recorded in &page {
            let outcome = feed.deliver(recorded);
            self.regrant(feed.subject(), outcome.outrun);
        }
        Ok(page.len())
    }
}

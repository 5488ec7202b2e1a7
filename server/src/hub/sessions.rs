//! Closes the sockets of sessions that are over. An end in this process is heard at once, in the order
//! of the commits; one in another process, or by age, is found by asking twice a second.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use protocol::frame::CloseCode;
use protocol::id::SessionId;
use service::error::Error;
use tokio::time::MissedTickBehavior;

use super::{Connection, Hub};

const PERIOD: Duration = Duration::from_millis(500);

/// Looks after the sessions until the hub stops.
pub(super) async fn twice_a_second(hub: Hub) {
    let mut ticks = tokio::time::interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while hub.stop_signal().run_until_cancelled(ticks.tick()).await.is_some() {
        let checked = hub.stop_signal().run_until_cancelled(hub.check_sessions()).await;
        if let Some(Err(error)) = checked {
            tracing::warn!(%error, "could not ask which sessions are over");
        }
    }
}

impl Hub {
    /// Notes a connection, so that it closes with its session, whatever it has open.
    pub(crate) fn enter(&self, connection: &Arc<Connection>) {
        self.connections().insert(connection.id(), Arc::clone(connection));
    }

    /// Closes the sockets of a session, after what they were told before.
    pub(super) fn end_session(&self, session: SessionId) {
        for connection in self.connections_of(|other| other == session) {
            connection.queue.finish(CloseCode::SessionEnded);
        }
    }

    async fn check_sessions(&self) -> Result<(), Error> {
        let open: HashSet<SessionId> =
            self.connections().values().map(|connection| connection.actor().session_id).collect();
        if open.is_empty() {
            return Ok(());
        }
        let open: Vec<SessionId> = open.into_iter().collect();
        let ended: HashSet<SessionId> =
            self.0.service.live().ended_sessions(&open).await?.into_iter().collect();
        for connection in self.connections_of(|session| ended.contains(&session)) {
            connection.queue.finish(CloseCode::SessionEnded);
        }
        Ok(())
    }

    fn connections_of(&self, is_meant: impl Fn(SessionId) -> bool) -> Vec<Arc<Connection>> {
        let connections = self.connections();
        let meant = connections.values().filter(|one| is_meant(one.actor().session_id));
        meant.cloned().collect()
    }
}

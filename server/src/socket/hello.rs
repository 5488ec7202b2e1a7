//! The first words of a connection.

use std::sync::Arc;

use protocol::cursor::{Seq, Subject};
use protocol::frame::ServerFrame;
use protocol::limits::HEARTBEAT_MS;

use crate::hub::Connection;
use crate::state::AppState;

/// Answers `hello` and opens the person's own subject.
pub(super) fn greet(
    state: &AppState,
    connection: &Arc<Connection>,
    epoch: Option<String>,
    after: Option<Seq>,
) {
    let own_epoch = state.service.live().epoch().to_owned();
    if epoch.is_some_and(|epoch| epoch != own_epoch) {
        connection.distrust_cursors();
    }
    let user = connection.actor().user_id;
    connection.say(&ServerFrame::Hello {
        connection: connection.id().to_string(),
        epoch: own_epoch,
        build: state.assets.build().to_owned(),
        user,
        heartbeat_ms: HEARTBEAT_MS,
    });
    state.hub.open(connection, Subject::User(user), after);
}

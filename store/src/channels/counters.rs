//! Running counts of a channel's top-level messages, from which badges are kept right.

use protocol::cursor::Seq;
use protocol::id::ChannelId;

use crate::backend::Tx;
use crate::error::Error;

statements! {
    COUNT_POSTED = "
        update channel_counters set posted = posted + 1,
            last_position = case when last_position < $2 then $2 else last_position end
        where channel_id = $1 returning posted, gone, last_position";
    FIND_COUNTERS = "
        select posted, gone, last_position from channel_counters where channel_id = $1";
    COUNT_GONE = "
        update channel_counters set gone = gone + 1
        where channel_id = $1 returning posted, gone, last_position";
}

/// The counts after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Counters {
    /// Top-level messages ever posted.
    pub posted: i64,
    /// Top-level messages taken away since.
    pub gone: i64,
    /// Position of the newest top-level message.
    pub last_position: Seq,
}

/// Counts a top-level message that was posted at a position.
pub async fn count_posted(tx: &mut Tx, id: ChannelId, position: Seq) -> Result<Counters, Error> {
    run!(tx, COUNT_POSTED, fetch_one Counters, [id, position])
}

/// Counts a top-level message that was taken away.
pub async fn count_gone(tx: &mut Tx, id: ChannelId) -> Result<Counters, Error> {
    run!(tx, COUNT_GONE, fetch_one Counters, [id])
}

/// Returns the counts of a channel as they are.
pub async fn find_counters(tx: &mut Tx, id: ChannelId) -> Result<Option<Counters>, Error> {
    run!(tx, FIND_COUNTERS, fetch_optional Counters, [id])
}

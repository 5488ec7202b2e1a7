//! Up to where each person has read each channel.

use protocol::cursor::Seq;
use protocol::id::{ChannelId, UserId};
use protocol::time::Timestamp;

use crate::backend::Tx;
use crate::error::Error;

statements! {
    ADVANCE = "
        insert into read_markers (user_id, channel_id, position, updated_at)
        values ($1, $2, $3, $4)
        on conflict (user_id, channel_id) do update
        set position = excluded.position, updated_at = excluded.updated_at
        where read_markers.position < excluded.position";
    LATEST_CHANNEL = "
        select channel_id from read_markers where user_id = $1
        order by updated_at desc, channel_id limit 1";
}

/// Moves a read marker forward; returns false if it is there or further already. It never goes back.
pub async fn advance(
    tx: &mut Tx,
    user: UserId,
    channel: ChannelId,
    position: Seq,
    at: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, ADVANCE, execute, [user, channel, position, at])? == 1)
}

/// Returns the channel in which a person's read marker moved last, if one ever did.
pub async fn latest_channel(tx: &mut Tx, user: UserId) -> Result<Option<ChannelId>, Error> {
    let row: Option<(ChannelId,)> = run!(tx, LATEST_CHANNEL, fetch_optional(ChannelId,), [user])?;
    Ok(row.map(|(channel,)| channel))
}

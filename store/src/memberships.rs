//! Who is a member of which channel, and as what. Public channels need none.

use protocol::channel::ChannelRole;
use protocol::id::{ChannelId, UserId};
use protocol::time::Timestamp;

use crate::backend::Tx;
use crate::error::Error;

statements! {
    INSERT = "
        insert into memberships (channel_id, user_id, role, joined_at) values ($1, $2, $3, $4)
        on conflict (channel_id, user_id) do nothing";
    ROLE = "select role from memberships where channel_id = $1 and user_id = $2";
}

/// Makes a person a member; returns false and changes nothing if they are one already.
pub async fn insert(
    tx: &mut Tx,
    channel: ChannelId,
    user: UserId,
    role: ChannelRole,
    at: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, INSERT, execute, [channel, user, role, at])? == 1)
}

/// Returns a person's role in a channel, if they are a member.
pub async fn role(
    tx: &mut Tx,
    channel: ChannelId,
    user: UserId,
) -> Result<Option<ChannelRole>, Error> {
    let row: Option<(ChannelRole,)> =
        run!(tx, ROLE, fetch_optional(ChannelRole,), [channel, user])?;
    Ok(row.map(|(role,)| role))
}

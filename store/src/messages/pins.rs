//! Pins: marks on the messages of a channel.

use protocol::cursor::Seq;
use protocol::id::{ChannelId, MessageId, UserId};
use protocol::message::Message;
use protocol::time::Timestamp;

use super::filled;
use super::rows::MessageRow;
use crate::backend::Tx;
use crate::error::Error;

statements! {
    PIN = "
        update messages set pinned_at = $2, pinned_by = $3, changed_seq = $4
        where id = $1 and state = 'visible' and pinned_at is null";
    UNPIN = "
        update messages set pinned_at = null, pinned_by = null, changed_seq = $2
        where id = $1 and pinned_at is not null";
    COUNT_PINS = "
        select count(*) from messages where channel_id = $1 and pinned_at is not null";
    LIST_PINS = "
        select id, channel_id, position, client_message_id, body, html, state, version,
            changed_seq, thread_root_id, reply_count, created_at, edited_at, deleted_at,
            author_id, author_login, author_name, author_role, author_course_role,
            pinned_at, pinned_by
        from shown_messages
        where channel_id = $1 and pinned_at is not null
        order by pinned_at desc, position desc limit $2";
}

/// Pins a visible message that is not pinned.
pub async fn pin(
    tx: &mut Tx,
    id: MessageId,
    by: UserId,
    at: Timestamp,
    changed_seq: Seq,
) -> Result<(), Error> {
    Error::unless_one(run!(tx, PIN, execute, [id, at, by, changed_seq])?)
}

/// Takes the pin off a message that is pinned.
pub async fn unpin(tx: &mut Tx, id: MessageId, changed_seq: Seq) -> Result<(), Error> {
    Error::unless_one(run!(tx, UNPIN, execute, [id, changed_seq])?)
}

/// Returns how many messages of a channel are pinned.
pub async fn count_pins(tx: &mut Tx, channel: ChannelId) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT_PINS, fetch_one(i64,), [channel])?;
    Ok(count)
}

/// Returns the pinned messages of a channel, the latest pin first.
pub async fn list_pins(
    tx: &mut Tx,
    channel: ChannelId,
    viewer: UserId,
    limit: u32,
) -> Result<Vec<Message>, Error> {
    let rows = run!(tx, LIST_PINS, fetch_all MessageRow, [channel, i64::from(limit)])?;
    let messages = rows.into_iter().map(Message::try_from).collect::<Result<_, _>>()?;
    filled(tx, messages, Some(viewer)).await
}

//! A channel's timeline in pages: its top-level messages by position.

use protocol::cursor::Seq;
use protocol::id::{ChannelId, UserId};
use protocol::message::Message;
use protocol::page::PageKey;

use super::filled;
use super::rows::MessageRow;
use crate::backend::Tx;
use crate::error::Error;

statements! {
    LIST_BEFORE = "
        select id, channel_id, position, client_message_id, body, html, state, version,
            changed_seq, thread_root_id, reply_count, created_at, edited_at, deleted_at,
            author_id, author_login, author_name, author_role, author_course_role,
            pinned_at, pinned_by
        from shown_messages
        where channel_id = $1 and position < $2 and thread_root_id is null
        order by position desc limit $3";
    LIST_FROM = "
        select id, channel_id, position, client_message_id, body, html, state, version,
            changed_seq, thread_root_id, reply_count, created_at, edited_at, deleted_at,
            author_id, author_login, author_name, author_role, author_course_role,
            pinned_at, pinned_by
        from shown_messages
        where channel_id = $1 and position >= $2 and thread_root_id is null
        order by position limit $3";
}

/// Returns up to `limit` messages, oldest first, and whether there are older and newer ones.
/// `Around` takes the half before the position, and the rest from it on; where one side is short,
/// the other fills up. The viewer is told which reactions are theirs.
pub async fn page(
    tx: &mut Tx,
    channel: ChannelId,
    key: PageKey,
    limit: u32,
    viewer: Option<UserId>,
) -> Result<(Vec<Message>, bool, bool), Error> {
    let limit = limit as usize;
    // The page lies on both sides of a border, or on one of them.
    let (border, older_max, newer_max) = match key {
        PageKey::Latest => (i64::MAX, limit, 0),
        PageKey::Before(position) => (position.0, limit, 0),
        PageKey::After(position) => (position.0.saturating_add(1), 0, limit),
        PageKey::Around(position) => (position.0, limit, limit),
    };
    let mut older = list_before(tx, channel, border, older_max).await?;
    let mut newer = list_from(tx, channel, border, newer_max).await?;
    let older_half = older.len().min(older_max).min(limit / 2);
    let newer_kept = newer.len().min(newer_max).min(limit - older_half);
    let older_kept = older.len().min(older_max).min(limit - newer_kept);
    let (has_before, has_after) = (older.len() > older_kept, newer.len() > newer_kept);
    older.truncate(older_kept);
    newer.truncate(newer_kept);
    let items = older.into_iter().rev().chain(newer).map(Message::try_from);
    let items = filled(tx, items.collect::<Result<_, _>>()?, viewer).await?;
    Ok((items, has_before, has_after))
}

/// Reads the messages before a position, one more than wanted, to know whether there are more.
async fn list_before(
    tx: &mut Tx,
    channel: ChannelId,
    border: i64,
    wanted: usize,
) -> Result<Vec<MessageRow>, Error> {
    let limit = i64::try_from(wanted + 1).expect("pages are small");
    run!(tx, LIST_BEFORE, fetch_all MessageRow, [channel, Seq(border), limit])
}

/// Reads the messages from a position on, one more than wanted, to know whether there are more.
async fn list_from(
    tx: &mut Tx,
    channel: ChannelId,
    border: i64,
    wanted: usize,
) -> Result<Vec<MessageRow>, Error> {
    let limit = i64::try_from(wanted + 1).expect("pages are small");
    run!(tx, LIST_FROM, fetch_all MessageRow, [channel, Seq(border), limit])
}

//! Reactions: who put which emoji under which message.

use protocol::id::{MessageId, UserId};
use protocol::limits::REACTIONS_PER_MESSAGE_MAX;
use protocol::message::Message;
use protocol::reaction::Reaction;
use protocol::time::Timestamp;

use crate::backend::Tx;
use crate::error::Error;

statements! {
    ADD = "
        insert into reactions (message_id, user_id, emoji, created_at) values ($1, $2, $3, $4)
        on conflict (message_id, emoji, user_id) do nothing";
    REMOVE = "delete from reactions where message_id = $1 and user_id = $2 and emoji = $3";
    COUNT_OF_PERSON = "select count(*) from reactions where message_id = $1 and user_id = $2";
    COUNT_OTHERS = "
        select count(distinct emoji) from reactions where message_id = $1 and emoji <> $2";
    LIST_AMONG = sqlite "
        select message_id, emoji, count(*) as people,
            max(case when user_id = $2 then 1 else 0 end) as mine
        from reactions
        where message_id in (select unhex(value) from json_each($1))
        group by message_id, emoji
        order by message_id, case when emoji = '👍' then 0 else 1 end, min(created_at), emoji
        limit $3",
        postgres "
        select message_id, emoji, count(*) as people,
            max(case when user_id = $2 then 1 else 0 end)::bigint as mine
        from reactions
        where message_id in (select jsonb_array_elements_text($1::text::jsonb)::uuid)
        group by message_id, emoji
        order by message_id, case when emoji = '👍' then 0 else 1 end, min(created_at), emoji
        limit $3";
    NAMES = "
        select u.display_name
        from reactions r join users u on u.id = r.user_id
        where r.message_id = $1 and r.emoji = $2
        order by r.created_at, r.user_id limit $3";
}

#[derive(sqlx::FromRow)]
struct ReactionRow {
    message_id: MessageId,
    emoji: String,
    people: i64,
    mine: i64,
}

/// Adds a person's reaction; false if it is there already.
pub async fn add(
    tx: &mut Tx,
    message: MessageId,
    user: UserId,
    emoji: &str,
    at: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, ADD, execute, [message, user, emoji, at])? == 1)
}

/// Takes a person's reaction back; false if there is none.
pub async fn remove(
    tx: &mut Tx,
    message: MessageId,
    user: UserId,
    emoji: &str,
) -> Result<bool, Error> {
    Ok(run!(tx, REMOVE, execute, [message, user, emoji])? == 1)
}

/// Returns how many different reactions a person has under a message.
pub async fn count_of_person(tx: &mut Tx, message: MessageId, user: UserId) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT_OF_PERSON, fetch_one(i64,), [message, user])?;
    Ok(count)
}

/// Returns how many different reactions besides this one are under a message.
pub async fn count_others(tx: &mut Tx, message: MessageId, emoji: &str) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT_OTHERS, fetch_one(i64,), [message, emoji])?;
    Ok(count)
}

/// Returns what those are called who reacted to a message with an emoji, the first ones first.
pub async fn list_names(
    tx: &mut Tx,
    message: MessageId,
    emoji: &str,
    limit: u32,
) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> =
        run!(tx, NAMES, fetch_all(String,), [message, emoji, i64::from(limit)])?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Puts their reactions into messages that show their words, likes first, then the oldest; the viewer is told which are theirs.
pub(crate) async fn fill(
    tx: &mut Tx,
    messages: &mut [Message],
    viewer: Option<UserId>,
) -> Result<(), Error> {
    let shown: Vec<String> = messages
        .iter()
        .filter(|message| message.is_visible())
        .map(|message| format!("\"{}\"", message.id.0.simple()))
        .collect();
    let limit = i64::try_from(shown.len()).unwrap_or(i64::MAX);
    let limit = limit.saturating_mul(i64::from(REACTIONS_PER_MESSAGE_MAX));
    let ids = format!("[{}]", shown.join(","));
    let rows = run!(tx, LIST_AMONG, fetch_all ReactionRow, [ids, viewer, limit])?;
    for row in rows {
        let count = u32::try_from(row.people).map_err(Error::corrupt)?;
        let mine = viewer.map(|_| row.mine != 0);
        if let Some(message) = messages.iter_mut().find(|message| message.id == row.message_id) {
            message.reactions.push(Reaction { emoji: row.emoji, count, mine });
        }
    }
    Ok(())
}

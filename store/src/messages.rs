//! Messages. All that is read comes from the view `shown_messages`, which blanks the words of what
//! is not visible: they never leave the database.

mod changes;
mod pages;
mod pins;
mod rows;
mod versions;

use protocol::cursor::Seq;
use protocol::id::{ChannelId, ClientMessageId, MessageId, UserId};
use protocol::message::Message;
use protocol::time::Timestamp;

pub use self::changes::{NewBody, mark_deleted, touch, update_body};
pub use self::pages::page;
pub use self::pins::{count_pins, list_pins, pin, unpin};
pub use self::versions::list_versions;

use self::rows::{KeyedRow, MessageRow};
use crate::backend::Tx;
use crate::error::Error;
use crate::reactions;
use crate::statements::Statement;

statements! {
    INSERT = "
        insert into messages
            (id, channel_id, position, author_id, client_message_id, draft_digest, body, html,
                renderer, state, changed_seq, thread_root_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'visible', $3, $10, $11)";
    FIND = "
        select id, channel_id, position, client_message_id, body, html, state, version,
            changed_seq, thread_root_id, reply_count, created_at, edited_at, deleted_at,
            author_id, author_login, author_name, author_role, author_course_role,
            pinned_at, pinned_by
        from shown_messages where id = $1";
    FIND_BY_KEY = "
        select id, channel_id, position, client_message_id, body, html, state, version,
            changed_seq, thread_root_id, reply_count, created_at, edited_at, deleted_at,
            author_id, author_login, author_name, author_role, author_course_role,
            pinned_at, pinned_by, draft_digest
        from shown_messages
        where author_id = $1 and channel_id = $2 and client_message_id = $3";
    CHANNEL_OF = "select channel_id from messages where id = $1";
}

/// A message to be posted.
#[derive(Clone)]
pub struct NewMessage {
    /// The message.
    pub id: MessageId,
    /// Where it stands.
    pub channel_id: ChannelId,
    /// The `seq` of its `message_posted`.
    pub position: Seq,
    /// Who writes.
    pub author_id: UserId,
    /// The key under which the author sent it.
    pub client_message_id: ClientMessageId,
    /// Hash of the draft, by which another draft under the same key is told from this one.
    pub draft_digest: [u8; 32],
    /// The source text.
    pub body: String,
    /// The rendered text.
    pub html: String,
    /// Version of the renderer that made `html`.
    pub renderer: i32,
    /// Now.
    pub created_at: Timestamp,
    /// The message it replies to.
    pub thread_root_id: Option<MessageId>,
}

/// Returns every statement about messages.
pub(crate) fn all() -> Vec<Statement> {
    [ALL, changes::ALL, pages::ALL, pins::ALL, versions::ALL].concat()
}

/// Inserts a visible message; a key in use violates [`crate::Unique::MessageKey`].
pub async fn insert(tx: &mut Tx, message: &NewMessage) -> Result<(), Error> {
    let NewMessage { id, channel_id, position, author_id, client_message_id, .. } = *message;
    let NewMessage { body, html, .. } = message;
    let rows = run!(
        tx,
        INSERT,
        execute,
        [
            id,
            channel_id,
            position,
            author_id,
            client_message_id,
            message.draft_digest.as_slice(),
            body,
            html,
            i64::from(message.renderer),
            message.thread_root_id,
            message.created_at,
        ]
    )?;
    Error::unless_one(rows)
}

/// Returns a message as it is now, whatever its state, and for a viewer which reactions are theirs.
pub async fn find(
    tx: &mut Tx,
    id: MessageId,
    viewer: Option<UserId>,
) -> Result<Option<Message>, Error> {
    let Some(row) = run!(tx, FIND, fetch_optional MessageRow, [id])? else { return Ok(None) };
    Ok(filled(tx, vec![row.try_into()?], viewer).await?.pop())
}

/// Returns the messages with their reactions.
async fn filled(
    tx: &mut Tx,
    mut messages: Vec<Message>,
    viewer: Option<UserId>,
) -> Result<Vec<Message>, Error> {
    reactions::fill(tx, &mut messages, viewer).await?;
    Ok(messages)
}

/// Returns the message that an author sent to a channel under a key, as it is now, and the digest
/// of the draft it was made from.
pub async fn find_by_key(
    tx: &mut Tx,
    author: UserId,
    channel: ChannelId,
    key: ClientMessageId,
) -> Result<Option<(Message, [u8; 32])>, Error> {
    let row = run!(tx, FIND_BY_KEY, fetch_optional KeyedRow, [author, channel, key])?;
    let Some(row) = row else { return Ok(None) };
    let (message, digest) = row.into_parts()?;
    let message = filled(tx, vec![message], Some(author)).await?.pop();
    Ok(message.map(|message| (message, digest)))
}

/// Returns where a message stands.
pub(crate) async fn channel_of(tx: &mut Tx, id: MessageId) -> Result<Option<ChannelId>, Error> {
    let row: Option<(ChannelId,)> = run!(tx, CHANNEL_OF, fetch_optional(ChannelId,), [id])?;
    Ok(row.map(|(channel,)| channel))
}

//! The columns of a shown message.

use protocol::cursor::Seq;
use protocol::id::{ChannelId, ClientMessageId, MessageId, UserId};
use protocol::message::{Message, MessageState};
use protocol::time::Timestamp;
use protocol::user::{AccountRole, CourseRole, Person, hue};

use crate::error::Error;

#[derive(sqlx::FromRow)]
pub(super) struct MessageRow {
    id: MessageId,
    channel_id: ChannelId,
    position: Option<Seq>,
    client_message_id: Option<ClientMessageId>,
    body: String,
    html: String,
    state: MessageState,
    version: i64,
    changed_seq: Seq,
    thread_root_id: Option<MessageId>,
    reply_count: i64,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
    #[sqlx(flatten)]
    author: AuthorRow,
    pinned_at: Option<Timestamp>,
    pinned_by: Option<String>,
}

/// A message with the digest of its draft.
#[derive(sqlx::FromRow)]
pub(super) struct KeyedRow {
    #[sqlx(flatten)]
    message: MessageRow,
    draft_digest: Vec<u8>,
}

/// The author's columns: all null where the account is gone.
#[derive(sqlx::FromRow)]
struct AuthorRow {
    #[sqlx(rename = "author_id")]
    id: Option<UserId>,
    #[sqlx(rename = "author_login")]
    login: Option<String>,
    #[sqlx(rename = "author_name")]
    display_name: Option<String>,
    #[sqlx(rename = "author_role")]
    role: Option<AccountRole>,
    #[sqlx(rename = "author_course_role")]
    course_role: Option<CourseRole>,
}

impl TryFrom<MessageRow> for Message {
    type Error = Error;

    fn try_from(row: MessageRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            channel_id: row.channel_id,
            position: row.position,
            author: row.author.into_person(),
            body: row.body,
            html: row.html,
            created_at: row.created_at,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
            version: i32::try_from(row.version).map_err(Error::corrupt)?,
            changed_seq: row.changed_seq,
            state: row.state,
            client_message_id: row.client_message_id,
            thread_root_id: row.thread_root_id,
            reply_count: u32::try_from(row.reply_count).map_err(Error::corrupt)?,
            reactions: Vec::new(),
            pinned: row.pinned_at.is_some(),
            pinned_by: row.pinned_by,
        })
    }
}

impl KeyedRow {
    pub(super) fn into_parts(self) -> Result<(Message, [u8; 32]), Error> {
        let digest = <[u8; 32]>::try_from(self.draft_digest.as_slice()).map_err(Error::corrupt)?;
        Ok((self.message.try_into()?, digest))
    }
}

impl AuthorRow {
    fn into_person(self) -> Option<Person> {
        let Self { id, login, display_name, role, course_role } = self;
        let (id, login, display_name, role) = (id?, login?, display_name?, role?);
        let (hue, is_deactivated) = (hue(id), false);
        Some(Person { id, login, display_name, role, course_role, hue, is_deactivated })
    }
}

//! What happens to a message after it was posted.

use protocol::cursor::Seq;
use protocol::id::MessageId;
use protocol::time::Timestamp;

use crate::backend::Tx;
use crate::error::Error;

statements! {
    MARK_DELETED = "
        update messages set state = 'deleted', deleted_at = $2, changed_seq = $3,
            pinned_at = null, pinned_by = null
        where id = $1 and state = 'visible'";
    TOUCH = "update messages set changed_seq = $2 where id = $1";
    KEEP_VERSION = "
        insert into message_versions (message_id, version, body, html, renderer, replaced_at)
        select id, version, body, html, renderer, $3 from messages
        where id = $1 and version = $2 and state = 'visible'";
    UPDATE_BODY = "
        update messages set body = $3, html = $4, renderer = $5, edited_at = $6, changed_seq = $7,
            version = version + 1
        where id = $1 and version = $2 and state = 'visible'";
}

/// A message's next words.
#[derive(Clone)]
pub struct NewBody {
    /// The version that these words replace; another one now is an error.
    pub version_from: i32,
    /// The source text.
    pub body: String,
    /// The rendered text.
    pub html: String,
    /// Version of the renderer that made `html`.
    pub renderer: i32,
    /// Now.
    pub edited_at: Timestamp,
    /// The `seq` of the `message_edited`.
    pub changed_seq: Seq,
}

/// Takes a visible message away on behalf of its author, and its pin with it. The row stays, without
/// words for anyone.
pub async fn mark_deleted(
    tx: &mut Tx,
    id: MessageId,
    at: Timestamp,
    changed_seq: Seq,
) -> Result<(), Error> {
    Error::unless_one(run!(tx, MARK_DELETED, execute, [id, at, changed_seq])?)
}

/// Notes that something about a message changed that is not stored in its row.
pub async fn touch(tx: &mut Tx, id: MessageId, changed_seq: Seq) -> Result<(), Error> {
    Error::unless_one(run!(tx, TOUCH, execute, [id, changed_seq])?)
}

/// Replaces the words of a visible message and keeps the old ones as a version. Another version
/// than `version_from` affects no row.
pub async fn update_body(tx: &mut Tx, id: MessageId, new: &NewBody) -> Result<(), Error> {
    let NewBody { edited_at, changed_seq, .. } = *new;
    let (version, renderer) = (i64::from(new.version_from), i64::from(new.renderer));
    Error::unless_one(run!(tx, KEEP_VERSION, execute, [id, version, edited_at])?)?;
    let rows = run!(
        tx,
        UPDATE_BODY,
        execute,
        [id, version, &new.body, &new.html, renderer, edited_at, changed_seq]
    )?;
    Error::unless_one(rows)
}

//! The words that messages had before they were edited.

use protocol::id::MessageId;
use protocol::message::MessageVersion;
use protocol::time::Timestamp;

use crate::backend::Tx;
use crate::error::Error;

// Joined with what is shown, so that earlier words of what was taken away stay in the database.
statements! {
    LIST = "
        select v.version, v.body, v.html, v.replaced_at
        from message_versions v
        join shown_messages m on m.id = v.message_id
        where v.message_id = $1 and m.state = 'visible'
        order by v.version desc limit $2";
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    version: i64,
    body: String,
    html: String,
    replaced_at: Timestamp,
}

/// Returns up to `limit` earlier versions of a visible message, newest first.
pub async fn list_versions(
    tx: &mut Tx,
    id: MessageId,
    limit: u32,
) -> Result<Vec<MessageVersion>, Error> {
    let rows = run!(tx, LIST, fetch_all VersionRow, [id, i64::from(limit)])?;
    rows.into_iter().map(MessageVersion::try_from).collect()
}

impl TryFrom<VersionRow> for MessageVersion {
    type Error = Error;

    fn try_from(row: VersionRow) -> Result<Self, Error> {
        let version = i32::try_from(row.version).map_err(Error::corrupt)?;
        let VersionRow { body, html, replaced_at, .. } = row;
        Ok(Self { version, body, html, replaced_at })
    }
}

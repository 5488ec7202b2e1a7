//! The journal: a head for each subject, and what happened in it, as references without words.

use protocol::cursor::{Seq, Subject};
use protocol::event::EventKind;
use protocol::time::Timestamp;
use uuid::Uuid;

use crate::backend::Tx;
use crate::error::Error;

statements! {
    ADVANCE = "
        insert into subjects (subject, head) values ($1, 1)
        on conflict (subject) do update set head = subjects.head + 1
        returning head";
    INSERT = "
        insert into events (subject, seq, at, kind, reference, detail, access_version)
        values ($1, $2, $3, $4, $5, $6, $7)";
    LIST = "
        select seq, at, kind, reference, detail, access_version
        from events where subject = $1 and seq > $2 order by seq limit $3";
    HEAD = "select head from subjects where subject = $1";
    HEADS = sqlite "
        select subject, head from subjects
        where subject in (select value from json_each($1)) order by subject limit $2",
        postgres "
        select subject, head from subjects
        where subject in (select jsonb_array_elements_text($1::text::jsonb))
        order by subject limit $2";
    FIRST_AT_AFTER = "
        select at from events where subject = $1 and seq > $2 order by seq limit 1";
}

/// Subjects that one statement of [`heads`] asks for.
const HEADS_CHUNK: u16 = 500;

/// An event to be recorded.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its stream.
    pub subject: Subject,
    /// Its place there, from [`advance`] in the same transaction.
    pub seq: Seq,
    /// Now.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// To what.
    pub reference: Uuid,
    /// What a reference cannot say; never anybody's words.
    pub detail: Option<String>,
    /// The course's access version that this transaction read; 0 outside courses.
    pub access_version: i64,
}

/// A recorded event.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EventRow {
    /// Its place in its stream.
    pub seq: Seq,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// To what.
    pub reference: Uuid,
    /// What a reference cannot say.
    pub detail: Option<String>,
    /// The course's access version at that time.
    pub access_version: i64,
}

/// Allocates the next place in a stream. Others who want one in the same stream wait for the end
/// of this transaction, so that places are committed in order, without gaps. Whoever needs
/// several asks in the order of the subjects, last of all.
pub async fn advance(tx: &mut Tx, subject: &Subject) -> Result<Seq, Error> {
    let (head,): (Seq,) = run!(tx, ADVANCE, fetch_one(Seq,), [subject.to_string()])?;
    Ok(head)
}

/// Records an event.
pub async fn insert(tx: &mut Tx, event: &NewEvent) -> Result<(), Error> {
    let subject = event.subject.to_string();
    let NewEvent { seq, at, kind, reference, access_version, .. } = *event;
    let detail = event.detail.as_deref();
    let rows =
        run!(tx, INSERT, execute, [&subject, seq, at, kind, reference, detail, access_version])?;
    Error::unless_one(rows)
}

/// Returns up to `limit` events of a stream from the one after `after`, in order.
pub async fn list(
    tx: &mut Tx,
    subject: &Subject,
    after: Seq,
    limit: i64,
) -> Result<Vec<EventRow>, Error> {
    run!(tx, LIST, fetch_all EventRow, [subject.to_string(), after, limit])
}

/// Returns the place of a stream's newest event; 0 if there is none.
pub async fn head(tx: &mut Tx, subject: &Subject) -> Result<Seq, Error> {
    let row: Option<(Seq,)> = run!(tx, HEAD, fetch_optional(Seq,), [subject.to_string()])?;
    Ok(row.map_or(Seq(0), |(head,)| head))
}

/// Returns the heads of those of the streams that have events, by subject within each chunk.
pub async fn heads(tx: &mut Tx, subjects: &[Subject]) -> Result<Vec<(Subject, Seq)>, Error> {
    let mut heads = Vec::with_capacity(subjects.len());
    let limit = i64::from(HEADS_CHUNK);
    for chunk in subjects.chunks(usize::from(HEADS_CHUNK)) {
        let rows: Vec<(String, Seq)> =
            run!(tx, HEADS, fetch_all(String, Seq), [json_array(chunk), limit])?;
        for (subject, head) in rows {
            heads.push((subject.parse().map_err(Error::corrupt)?, head));
        }
    }
    Ok(heads)
}

/// Returns when the first event after a cursor happened; none if the cursor is at the head.
pub async fn first_at_after(
    tx: &mut Tx,
    subject: &Subject,
    after: Seq,
) -> Result<Option<Timestamp>, Error> {
    let row: Option<(Timestamp,)> =
        run!(tx, FIRST_AT_AFTER, fetch_optional(Timestamp,), [subject.to_string(), after])?;
    Ok(row.map(|(at,)| at))
}

/// A subject is letters, digits, `:` and `-`: nothing that JSON would escape.
fn json_array(subjects: &[Subject]) -> String {
    let quoted: Vec<String> = subjects.iter().map(|subject| format!("\"{subject}\"")).collect();
    format!("[{}]", quoted.join(","))
}

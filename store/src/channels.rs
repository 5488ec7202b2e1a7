//! Channels, their names past and present.

mod counters;
mod entries;

use protocol::channel::{Channel, ChannelKind};
use protocol::cursor::Seq;
use protocol::id::{ChannelId, CourseId, UserId};
use protocol::time::Timestamp;

pub use self::counters::{Counters, count_gone, count_posted, find_counters};
pub use self::entries::{entry_for, list_for, unread};

use crate::backend::Tx;
use crate::error::Error;
use crate::statements::Statement;

statements! {
    INSERT = "
        insert into channels
            (id, course_id, name, name_key, description, kind, created_by, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    INSERT_COUNTERS = "insert into channel_counters (channel_id) values ($1)";
    FIND = "
        select id, course_id, name, description, kind, archived_at, slow_mode_s, changed_seq
        from channels where id = $1";
    FIND_BY_NAME_KEY = "
        select id, course_id, name, description, kind, archived_at, slow_mode_s, changed_seq
        from channels where course_id = $1 and name_key = $2";
    FIND_BY_OLD_NAME_KEY = "
        select c.id, c.course_id, c.name, c.description, c.kind, c.archived_at, c.slow_mode_s,
            c.changed_seq
        from channel_aliases a join channels c on c.id = a.channel_id
        where a.course_id = $1 and a.name_key = $2";
    COURSE_OF = "select course_id from channels where id = $1 and course_id is not null";
    COUNT = "select count(*) from channels where course_id = $1";
    COUNT_MADE_BY = "select count(*) from channels where course_id = $1 and created_by = $2";
    INSERT_ALIAS = "
        insert into channel_aliases (course_id, name_key, channel_id)
        select course_id, name_key, id from channels
        where id = $1 and course_id is not null and name_key <> $2
        on conflict (course_id, name_key) do update set channel_id = excluded.channel_id";
    RENAME = "update channels set name = $2, name_key = $3 where id = $1";
    DELETE_ALIAS = "
        delete from channel_aliases
        where name_key = $2 and course_id = (select course_id from channels where id = $1)";
    DESCRIBE = "update channels set description = $2 where id = $1";
    SET_ARCHIVED = "update channels set archived_at = $2 where id = $1";
    SET_KIND = "update channels set kind = $2 where id = $1";
    MARK_CHANGED = "update channels set changed_seq = $2 where id = $1";
}

/// A channel to be made.
#[derive(Clone, Debug)]
pub struct NewChannel {
    /// The channel.
    pub id: ChannelId,
    /// Its course; none for a direct channel.
    pub course_id: Option<CourseId>,
    /// Name as shown.
    pub name: String,
    /// Name folded for comparison: unique in the course.
    pub name_key: String,
    /// Header text; may be empty.
    pub description: String,
    /// Who it is for.
    pub kind: ChannelKind,
    /// Who made it; none for what comes with an installation.
    pub created_by: Option<UserId>,
    /// Now.
    pub created_at: Timestamp,
}

/// The columns of a channel that others see.
#[derive(sqlx::FromRow)]
pub(crate) struct ChannelRow {
    id: ChannelId,
    course_id: Option<CourseId>,
    name: String,
    description: String,
    kind: ChannelKind,
    archived_at: Option<Timestamp>,
    #[sqlx(try_from = "i64")]
    slow_mode_s: u32,
    changed_seq: Seq,
}

impl From<ChannelRow> for Channel {
    fn from(row: ChannelRow) -> Self {
        let ChannelRow { id, course_id, name, description, kind, .. } = row;
        let ChannelRow { archived_at, slow_mode_s, changed_seq, .. } = row;
        Self { id, course_id, name, description, kind, archived_at, slow_mode_s, changed_seq }
    }
}

/// Returns every statement about channels.
pub(crate) fn all() -> Vec<Statement> {
    [ALL, counters::ALL, entries::ALL].concat()
}

/// Inserts a channel; a name in use violates [`crate::Unique::ChannelName`]. A name that another
/// channel had before belongs to the new one from now on.
pub async fn insert(tx: &mut Tx, channel: &NewChannel) -> Result<(), Error> {
    let NewChannel { id, course_id, kind, created_by, created_at, .. } = *channel;
    let NewChannel { name, name_key, description, .. } = channel;
    let rows = run!(
        tx,
        INSERT,
        execute,
        [id, course_id, name, name_key, description, kind, created_by, created_at]
    )?;
    Error::unless_one(rows)?;
    run!(tx, INSERT_COUNTERS, execute, [id])?;
    run!(tx, DELETE_ALIAS, execute, [id, name_key])?;
    Ok(())
}

/// Returns a channel.
pub async fn find(tx: &mut Tx, id: ChannelId) -> Result<Option<Channel>, Error> {
    Ok(run!(tx, FIND, fetch_optional ChannelRow, [id])?.map(Channel::from))
}

/// Returns the channel of a course that has this name now.
pub async fn find_by_name_key(
    tx: &mut Tx,
    course: CourseId,
    name_key: &str,
) -> Result<Option<Channel>, Error> {
    let row = run!(tx, FIND_BY_NAME_KEY, fetch_optional ChannelRow, [course, name_key])?;
    Ok(row.map(Channel::from))
}

/// Returns the channel of a course that had this name last, if none has it now.
pub async fn find_by_old_name_key(
    tx: &mut Tx,
    course: CourseId,
    name_key: &str,
) -> Result<Option<Channel>, Error> {
    let row = run!(tx, FIND_BY_OLD_NAME_KEY, fetch_optional ChannelRow, [course, name_key])?;
    Ok(row.map(Channel::from))
}

/// Returns the course of a channel, which never changes, without locking anything; none if there is
/// no such channel, or it is of no course.
pub async fn course_of(tx: &mut Tx, id: ChannelId) -> Result<Option<CourseId>, Error> {
    let row: Option<(CourseId,)> = run!(tx, COURSE_OF, fetch_optional(CourseId,), [id])?;
    Ok(row.map(|(course,)| course))
}

/// Returns how many channels of a course a person has made, whatever became of them.
pub async fn count_made_by(tx: &mut Tx, course: CourseId, user: UserId) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT_MADE_BY, fetch_one(i64,), [course, user])?;
    Ok(count)
}

/// Returns how many channels a course has, archived ones included.
pub async fn count(tx: &mut Tx, course: CourseId) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT, fetch_one(i64,), [course])?;
    Ok(count)
}

/// Renames a channel and remembers its old name, under which [`find_by_old_name_key`] finds it; a
/// name in use violates [`crate::Unique::ChannelName`].
pub async fn rename(tx: &mut Tx, id: ChannelId, name: &str, name_key: &str) -> Result<(), Error> {
    run!(tx, INSERT_ALIAS, execute, [id, name_key])?;
    Error::unless_one(run!(tx, RENAME, execute, [id, name, name_key])?)?;
    run!(tx, DELETE_ALIAS, execute, [id, name_key])?;
    Ok(())
}

/// Changes a channel's header text.
pub async fn describe(tx: &mut Tx, id: ChannelId, description: &str) -> Result<(), Error> {
    Error::unless_one(run!(tx, DESCRIBE, execute, [id, description])?)
}

/// Makes a channel read-only from an instant on, or undoes that.
pub async fn set_archived(
    tx: &mut Tx,
    id: ChannelId,
    archived_at: Option<Timestamp>,
) -> Result<(), Error> {
    Error::unless_one(run!(tx, SET_ARCHIVED, execute, [id, archived_at])?)
}

/// Makes a channel one for other people. Comes after the course's access version was raised.
pub async fn set_kind(tx: &mut Tx, id: ChannelId, kind: ChannelKind) -> Result<(), Error> {
    Error::unless_one(run!(tx, SET_KIND, execute, [id, kind])?)
}

/// Notes under which event of its own subject a channel changed.
pub async fn mark_changed(tx: &mut Tx, id: ChannelId, seq: Seq) -> Result<(), Error> {
    Error::unless_one(run!(tx, MARK_CHANGED, execute, [id, seq])?)
}

//! Channels in one person's sidebar, with what the person has not read.

use protocol::channel::{ChannelEntry, ChannelRole, Unread};
use protocol::cursor::Seq;
use protocol::id::{ChannelId, CourseId, UserId};
use protocol::limits::{CHANNELS_PER_COURSE_MAX, UNREAD_COUNT_MAX};

use super::ChannelRow;
use crate::backend::Tx;
use crate::error::Error;

// Asked for by course ($2) or by channel ($3); the other is null. Whoever never read a channel
// starts at the last message from before they were enrolled, found by time, so that a newcomer's
// count does not walk through the history. The plus keeps the planners off the index by time for
// the count itself, which would walk through all that came since the enrollment.
statements! {
    ENTRIES = "
        select c.id, c.course_id, c.name, c.description, c.kind, c.archived_at, c.slow_mode_s,
            c.changed_seq,
            m.role as my_role,
            coalesce(r.position, 0) as read_position,
            k.last_position, k.posted, k.gone,
            (select count(*) from (
                select 1 from messages x
                where x.channel_id = c.id and x.state = 'visible' and x.thread_root_id is null
                    and x.position > coalesce(
                        r.position,
                        (select y.position from messages y
                            where y.channel_id = c.id and y.state = 'visible'
                                and y.thread_root_id is null and y.created_at < e.joined_at
                            order by y.created_at desc, y.position desc limit 1),
                        0)
                    and x.author_id is distinct from $1
                    and +x.created_at >= coalesce(e.joined_at, 0)
                limit $4
            ) counted) as unread
        from channels c
        join channel_counters k on k.channel_id = c.id
        left join memberships m on m.channel_id = c.id and m.user_id = $1
        left join read_markers r on r.channel_id = c.id and r.user_id = $1
        left join enrollments e on e.course_id = c.course_id and e.user_id = $1
        where (c.course_id = $2 or c.id = $3)
            and (c.kind in ('public', 'announcement') or m.user_id is not null)
        order by c.name_key, c.id limit $5";
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    #[sqlx(flatten)]
    channel: ChannelRow,
    my_role: Option<ChannelRole>,
    read_position: Seq,
    last_position: Seq,
    posted: i64,
    gone: i64,
    #[sqlx(try_from = "i64")]
    unread: u32,
}

impl From<EntryRow> for ChannelEntry {
    fn from(row: EntryRow) -> Self {
        let EntryRow { channel, my_role, read_position, last_position, posted, gone, unread } = row;
        let unread = Unread { count: unread, read_position, last_position, posted, gone };
        Self { channel: channel.into(), my_role, unread }
    }
}

/// Returns the public and announcement channels of a course, and the private ones of which the
/// person is a member, by name; archived ones included, up to [`CHANNELS_PER_COURSE_MAX`].
pub async fn list_for(
    tx: &mut Tx,
    course: CourseId,
    user: UserId,
) -> Result<Vec<ChannelEntry>, Error> {
    entries(tx, user, Some(course), None).await
}

/// Returns one channel as [`list_for`] would; none if it would leave it out.
pub async fn entry_for(
    tx: &mut Tx,
    id: ChannelId,
    user: UserId,
) -> Result<Option<ChannelEntry>, Error> {
    Ok(entries(tx, user, None, Some(id)).await?.pop())
}

/// Returns what a person has not read of a channel that [`entry_for`] finds for them: visible
/// top-level messages by others after the read marker, not older than the person's enrollment.
pub async fn unread(tx: &mut Tx, id: ChannelId, user: UserId) -> Result<Unread, Error> {
    let entry = entry_for(tx, id, user).await?;
    entry.map(|entry| entry.unread).ok_or(Error::RowsAffected { expected: 1, actual: 0 })
}

async fn entries(
    tx: &mut Tx,
    user: UserId,
    course: Option<CourseId>,
    channel: Option<ChannelId>,
) -> Result<Vec<ChannelEntry>, Error> {
    let (count_max, limit) = (i64::from(UNREAD_COUNT_MAX), i64::from(CHANNELS_PER_COURSE_MAX));
    let rows = run!(
        tx,
        ENTRIES,
        fetch_all EntryRow,
        [user, course, channel, count_max, limit]
    )?;
    Ok(rows.into_iter().map(ChannelEntry::from).collect())
}

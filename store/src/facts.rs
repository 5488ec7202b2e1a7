//! What the permission table decides on. In a write transaction the rows of the facts stay as
//! they are until it ends; whatever changes who may see what in a course bumps its access version,
//! and thereby waits.

use protocol::channel::{Channel, ChannelRole};
use protocol::id::{ChannelId, CourseId, MessageId, UserId};
use protocol::message::Message;
use protocol::permission::{ChannelFacts, Facts, MessageFacts};
use protocol::time::Timestamp;
use protocol::user::{AccountRole, CourseRole};

use crate::backend::Tx;
use crate::channels::ChannelRow;
use crate::error::Error;
use crate::messages;

// The locks are statements of their own, ahead of the facts: a statement that waits for a lock
// would go on with what it had read of the other tables before. First comes the course's gate, an
// advisory lock that `courses::bump_access_version` takes alone: those who share a row never wait
// for each other, and without a gate a course in which people post without pause would let nobody
// change who is in it. Whoever waits at the gate goes before those who come later.
statements! {
    LOCK_COURSE = postgres "
        with gate as materialized (
                select pg_advisory_xact_lock_shared(hashtextextended($2::uuid::text, 0))
            ),
            account as (select id from users where id = $1 for share),
            course as (select id from courses where id = $2 for share)
        select (select count(*) from gate) + (select count(*) from account)
            + (select count(*) from course)";
    LOCK_ACCOUNT = postgres "select id from users where id = $1 for share";
    OF_ACCOUNT = "select role from users where id = $1 and deactivated_at is null";
    LOCK_CHANNEL = postgres "
        with gate as materialized (
                select pg_advisory_xact_lock_shared(hashtextextended(course_id::text, 0))
                from channels where id = $2
            ),
            account as (select id from users where id = $1 for share),
            course as (
                select id from courses
                where id = (select course_id from channels where id = $2) for share
            ),
            place as (select id from channels where id = $2 for share)
        select (select count(*) from gate) + (select count(*) from account)
            + (select count(*) from course) + (select count(*) from place)";
    LOCK_MESSAGE = postgres "select id from messages where id = $1 for no key update";
    OF_COURSE = "
        select u.role as account, e.role as course, k.students_create_groups
        from users u
        join courses k on k.id = $2
        left join enrollments e on e.course_id = k.id and e.user_id = u.id
        where u.id = $1 and u.deactivated_at is null";
    OF_CHANNEL = "
        select u.role as account, e.role as course, m.role as channel_role,
            c.id, c.course_id, c.name, c.description, c.kind, c.archived_at, c.slow_mode_s,
            c.changed_seq
        from users u
        join channels c on c.id = $2
        left join enrollments e on e.course_id = c.course_id and e.user_id = u.id
        left join memberships m on m.channel_id = c.id and m.user_id = u.id
        where u.id = $1 and u.deactivated_at is null";
}

#[derive(sqlx::FromRow)]
struct CourseFactsRow {
    account: AccountRole,
    course: Option<CourseRole>,
    students_create_groups: i64,
}

#[derive(sqlx::FromRow)]
struct ChannelFactsRow {
    account: AccountRole,
    course: Option<CourseRole>,
    channel_role: Option<ChannelRole>,
    #[sqlx(flatten)]
    channel: ChannelRow,
}

/// Returns the facts about a person and no place; none if the account is closed.
pub async fn of_account(tx: &mut Tx, user: UserId) -> Result<Option<Facts>, Error> {
    if tx.needs_row_locks() {
        run!(tx, LOCK_ACCOUNT, execute, [user])?;
    }
    let row: Option<(AccountRole,)> = run!(tx, OF_ACCOUNT, fetch_optional(AccountRole,), [user])?;
    Ok(row.map(|(account,)| Facts {
        account,
        course: None,
        students_create_groups: false,
        channel: None,
        message: None,
    }))
}

/// Returns the facts about a person and a course; none if there is no such course, or the account
/// is closed.
pub async fn of_course(
    tx: &mut Tx,
    user: UserId,
    course: CourseId,
) -> Result<Option<Facts>, Error> {
    if tx.needs_row_locks() {
        run!(tx, LOCK_COURSE, execute, [user, course])?;
    }
    let row = run!(tx, OF_COURSE, fetch_optional CourseFactsRow, [user, course])?;
    Ok(row.map(|CourseFactsRow { account, course, students_create_groups }| Facts {
        account,
        course,
        students_create_groups: students_create_groups != 0,
        channel: None,
        message: None,
    }))
}

/// Returns the facts about a person and a channel, and the channel; none if there is no such
/// channel, or the account is closed.
pub async fn of_channel(
    tx: &mut Tx,
    user: UserId,
    channel: ChannelId,
) -> Result<Option<(Facts, Channel)>, Error> {
    if tx.needs_row_locks() {
        run!(tx, LOCK_CHANNEL, execute, [user, channel])?;
    }
    let row = run!(tx, OF_CHANNEL, fetch_optional ChannelFactsRow, [user, channel])?;
    Ok(row.map(|row| {
        let ChannelFactsRow { account, course, channel_role, channel } = row;
        let channel = Channel::from(channel);
        let (kind, is_archived) = (channel.kind, channel.archived_at.is_some());
        let place = ChannelFacts { kind, is_archived, role: channel_role };
        let facts = Facts {
            account,
            course,
            // Nothing that is done in a channel depends on it.
            students_create_groups: false,
            channel: Some(place),
            message: None,
        };
        (facts, channel)
    }))
}

/// Returns the facts about a person and a message, its channel and itself; none if there is no
/// such message, or the account is closed. In a write transaction nobody else can change the
/// message until it ends.
pub async fn of_message(
    tx: &mut Tx,
    user: UserId,
    message: MessageId,
    now: Timestamp,
) -> Result<Option<(Facts, Channel, Message)>, Error> {
    let Some(channel) = messages::channel_of(tx, message).await? else { return Ok(None) };
    let Some((facts, channel)) = of_channel(tx, user, channel).await? else { return Ok(None) };
    if tx.needs_row_locks() {
        run!(tx, LOCK_MESSAGE, execute, [message])?;
    }
    let Some(message) = messages::find(tx, message, Some(user)).await? else { return Ok(None) };
    let is_own = message.author.as_ref().is_some_and(|author| author.id == user);
    let about = MessageFacts { is_own, age_ms: now.since_ms(message.created_at) };
    Ok(Some((Facts { message: Some(about), ..facts }, channel, message)))
}

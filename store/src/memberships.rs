//! Who is a member of which channel, and as what. Public channels need none.

use protocol::channel::ChannelRole;
use protocol::id::{ChannelId, CourseId, UserId};
use protocol::membership::Member;
use protocol::time::Timestamp;
use protocol::user::Person;
use uuid::Uuid;

use crate::backend::Tx;
use crate::error::Error;
use crate::people::PersonRow;

// Closed accounts neither count as owners nor are listed as candidates; they stay on the list of
// members, whose words are still there.
statements! {
    INSERT = "
        insert into memberships (channel_id, user_id, role, joined_at) values ($1, $2, $3, $4)
        on conflict (channel_id, user_id) do nothing";
    ROLE = "select role from memberships where channel_id = $1 and user_id = $2";
    FIND = "
        select u.id, u.login, u.display_name, u.role, e.role as course_role,
            m.role as channel_role, m.joined_at
        from memberships m
        join channels c on c.id = m.channel_id
        join users u on u.id = m.user_id
        left join enrollments e on e.course_id = c.course_id and e.user_id = m.user_id
        where m.channel_id = $1 and m.user_id = $2";
    LIST = "
        select id, login, display_name, role, course_role, channel_role, joined_at
        from (
            select u.id, u.login, u.display_name, u.role, e.role as course_role,
                m.role as channel_role, m.joined_at,
                case m.role when 'owner' then 0 when 'moderator' then 1
                    when 'member' then 2 else 3 end as rank
            from memberships m
            join channels c on c.id = m.channel_id
            join users u on u.id = m.user_id
            left join enrollments e on e.course_id = c.course_id and e.user_id = m.user_id
            where m.channel_id = $1
        ) member
        where (rank, display_name, id) > ($2, $3, $4)
        order by rank, display_name, id limit $5";
    IDS = "select user_id, role from memberships where channel_id = $1 order by user_id limit $2";
    COUNT = "select count(*) from memberships where channel_id = $1";
    COUNT_OTHER_OWNERS = "
        select count(*) from memberships m join users u on u.id = m.user_id
        where m.channel_id = $1 and m.user_id <> $2 and m.role = 'owner'
            and u.deactivated_at is null";
    SET_ROLE = "update memberships set role = $3 where channel_id = $1 and user_id = $2";
    DELETE = "delete from memberships where channel_id = $1 and user_id = $2";
    DELETE_OF_COURSE = "
        delete from memberships where user_id = $2
            and channel_id in (select id from channels where course_id = $1)
        returning channel_id";
    GROUPS_OF = "
        select m.channel_id from memberships m join channels c on c.id = m.channel_id
        where m.user_id = $2 and c.course_id = $1 and c.kind = 'private'
        order by m.channel_id limit $3";
    CANDIDATES = "
        select u.id, u.login, u.display_name, u.role, e.role as course_role
        from enrollments e join users u on u.id = e.user_id
        where e.course_id = $1 and u.deactivated_at is null
            and (u.login like $3 escape '!' or lower(u.display_name) like $3 escape '!')
            and not exists (
                select 1 from memberships m where m.channel_id = $2 and m.user_id = u.id)
        order by u.display_name, u.id limit $4";
}

/// People of one course: a channel never has more members.
const MEMBERS_MAX: u32 = 5_000;

/// Where a page of members ended: the next one begins after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembersKey {
    /// 0 for owners, 1 for moderators, 2 for members, 3 for readers.
    pub rank: i32,
    /// What the last member is called.
    pub display_name: String,
    /// The last member.
    pub user_id: UserId,
}

impl MembersKey {
    /// Returns the key of the page after one that ends with this member.
    pub fn after(member: &Member) -> Self {
        let rank = match member.role {
            ChannelRole::Owner => 0,
            ChannelRole::Moderator => 1,
            ChannelRole::Member => 2,
            ChannelRole::Readonly => 3,
        };
        Self { rank, display_name: member.user.display_name.clone(), user_id: member.user.id }
    }

    /// The key before everybody.
    fn start() -> Self {
        Self { rank: -1, display_name: String::new(), user_id: UserId(Uuid::nil()) }
    }
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    person: PersonRow,
    channel_role: ChannelRole,
    joined_at: Timestamp,
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        let MemberRow { person, channel_role, joined_at } = row;
        Self { user: person.into(), role: channel_role, joined_at }
    }
}

/// Makes a person a member; returns false and changes nothing if they are one already.
pub async fn insert(
    tx: &mut Tx,
    channel: ChannelId,
    user: UserId,
    role: ChannelRole,
    at: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, INSERT, execute, [channel, user, role, at])? == 1)
}

/// Returns a person's role in a channel, if they are a member.
pub async fn role(
    tx: &mut Tx,
    channel: ChannelId,
    user: UserId,
) -> Result<Option<ChannelRole>, Error> {
    let row: Option<(ChannelRole,)> =
        run!(tx, ROLE, fetch_optional(ChannelRole,), [channel, user])?;
    Ok(row.map(|(role,)| role))
}

/// Returns a member.
pub async fn find(tx: &mut Tx, channel: ChannelId, user: UserId) -> Result<Option<Member>, Error> {
    Ok(run!(tx, FIND, fetch_optional MemberRow, [channel, user])?.map(Member::from))
}

/// Returns up to `limit` members of a channel: owners, moderators, members, readers, each by
/// display name.
pub async fn list(
    tx: &mut Tx,
    channel: ChannelId,
    after: Option<MembersKey>,
    limit: u32,
) -> Result<Vec<Member>, Error> {
    let MembersKey { rank, display_name, user_id } = after.unwrap_or_else(MembersKey::start);
    let rows = run!(
        tx,
        LIST,
        fetch_all MemberRow,
        [channel, i64::from(rank), &display_name, user_id, i64::from(limit)]
    )?;
    Ok(rows.into_iter().map(Member::from).collect())
}

/// Returns every member of a channel with their role, by id, up to the people of a course.
pub async fn roles(tx: &mut Tx, channel: ChannelId) -> Result<Vec<(UserId, ChannelRole)>, Error> {
    run!(tx, IDS, fetch_all(UserId, ChannelRole), [channel, i64::from(MEMBERS_MAX)])
}

/// Returns how many members a channel has.
pub async fn count(tx: &mut Tx, channel: ChannelId) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT, fetch_one(i64,), [channel])?;
    Ok(count)
}

/// Returns how many owners a channel has besides one person.
pub async fn count_other_owners(
    tx: &mut Tx,
    channel: ChannelId,
    user: UserId,
) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT_OTHER_OWNERS, fetch_one(i64,), [channel, user])?;
    Ok(count)
}

/// Changes a member's role. Comes after the course's access version was raised.
pub async fn set_role(
    tx: &mut Tx,
    channel: ChannelId,
    user: UserId,
    role: ChannelRole,
) -> Result<(), Error> {
    Error::unless_one(run!(tx, SET_ROLE, execute, [channel, user, role])?)
}

/// Ends a membership. Comes after the course's access version was raised.
pub async fn delete(tx: &mut Tx, channel: ChannelId, user: UserId) -> Result<(), Error> {
    Error::unless_one(run!(tx, DELETE, execute, [channel, user])?)
}

/// Ends every membership of a person in a course and returns the channels. Comes after the
/// course's access version was raised.
pub async fn delete_of_course(
    tx: &mut Tx,
    course: CourseId,
    user: UserId,
) -> Result<Vec<ChannelId>, Error> {
    let rows: Vec<(ChannelId,)> =
        run!(tx, DELETE_OF_COURSE, fetch_all(ChannelId,), [course, user])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Returns the groups of a course of which a person is a member, up to `limit`.
pub async fn groups_of(
    tx: &mut Tx,
    course: CourseId,
    user: UserId,
    limit: u32,
) -> Result<Vec<ChannelId>, Error> {
    let rows: Vec<(ChannelId,)> =
        run!(tx, GROUPS_OF, fetch_all(ChannelId,), [course, user, i64::from(limit)])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Returns up to `limit` people of a course who are not members of a channel and whose login or
/// name holds a text, by name. SQLite folds the case of names in ASCII alone.
pub async fn candidates(
    tx: &mut Tx,
    course: CourseId,
    channel: ChannelId,
    text: &str,
    limit: u32,
) -> Result<Vec<Person>, Error> {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    let rows =
        run!(tx, CANDIDATES, fetch_all PersonRow, [course, channel, &pattern, i64::from(limit)])?;
    Ok(rows.into_iter().map(Person::from).collect())
}

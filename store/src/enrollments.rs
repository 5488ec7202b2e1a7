//! Who is in which course, and as what.

use protocol::id::{CourseId, UserId};
use protocol::time::Timestamp;
use protocol::user::{CourseRole, Person};
use uuid::Uuid;

use crate::backend::Tx;
use crate::error::Error;
use crate::people::PersonRow;

statements! {
    INSERT = "
        insert into enrollments (course_id, user_id, role, joined_at) values ($1, $2, $3, $4)
        on conflict (course_id, user_id) do nothing";
    SET_ROLE = "update enrollments set role = $3 where course_id = $1 and user_id = $2";
    DELETE = "delete from enrollments where course_id = $1 and user_id = $2";
    COUNT_OTHERS = "
        select count(*) from enrollments e join users u on u.id = e.user_id
        where e.course_id = $1 and e.role = $2 and e.user_id <> $3 and u.deactivated_at is null";
    ROLE = "select role from enrollments where course_id = $1 and user_id = $2";
    COUNT = "select count(*) from enrollments where course_id = $1";
    PERSON = "
        select u.id, u.login, u.display_name, u.role, e.role as course_role, u.deactivated_at
        from enrollments e join users u on u.id = e.user_id
        where e.course_id = $1 and e.user_id = $2";
    FIND_BY_LOGIN = "
        select u.id, u.login, u.display_name, u.role, e.role as course_role
        from enrollments e join users u on u.id = e.user_id
        where e.course_id = $1 and u.login = $2 and u.deactivated_at is null";
    ANYBODY = "
        select u.id, u.login, u.display_name, u.role, e.role as course_role, u.deactivated_at
        from users u left join enrollments e on e.user_id = u.id and e.course_id = $1
        where u.id = $2";
    COURSES_OF = "
        select course_id from enrollments where user_id = $1 order by course_id limit $2";
    LIST_PEOPLE = "
        select id, login, display_name, role, course_role, deactivated_at
        from (
            select u.id, u.login, u.display_name, u.role, e.role as course_role, u.deactivated_at,
                case e.role when 'instructor' then 0 when 'assistant' then 1
                    when 'student' then 2 else 3 end as rank
            from enrollments e join users u on u.id = e.user_id
            where e.course_id = $1
        ) person
        where (rank, display_name, id) > ($2, $3, $4)
        order by rank, display_name, id limit $5";
}

/// Courses in which one person may be enrolled, as far as lists go.
pub const COURSES_MAX: u32 = 1_000;

/// Where a page of people ended: the next one begins after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleKey {
    /// 0 for instructors, 1 for assistants, 2 for students, 3 for guests.
    pub rank: i32,
    /// What the last person is called.
    pub display_name: String,
    /// The last person.
    pub user_id: UserId,
}

impl PeopleKey {
    /// Returns the key of the page after one that ends with this person.
    pub fn after(person: &Person) -> Self {
        let rank = match person.course_role {
            Some(CourseRole::Instructor) => 0,
            Some(CourseRole::Assistant) => 1,
            Some(CourseRole::Student) => 2,
            Some(CourseRole::Guest) | None => 3,
        };
        Self { rank, display_name: person.display_name.clone(), user_id: person.id }
    }

    /// The key before everybody.
    fn start() -> Self {
        Self { rank: -1, display_name: String::new(), user_id: UserId(Uuid::nil()) }
    }
}

/// Enrolls a person; returns false and changes nothing if they are enrolled already.
pub async fn insert(
    tx: &mut Tx,
    course: CourseId,
    user: UserId,
    role: CourseRole,
    at: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, INSERT, execute, [course, user, role, at])? == 1)
}

/// Changes what an enrolled person is.
pub async fn set_role(
    tx: &mut Tx,
    course: CourseId,
    user: UserId,
    role: CourseRole,
) -> Result<(), Error> {
    Error::unless_one(run!(tx, SET_ROLE, execute, [course, user, role])?)
}

/// Ends an enrollment.
pub async fn delete(tx: &mut Tx, course: CourseId, user: UserId) -> Result<(), Error> {
    Error::unless_one(run!(tx, DELETE, execute, [course, user])?)
}

/// Returns how many people besides one have a role in a course and an account that can be used.
pub async fn count_others(
    tx: &mut Tx,
    course: CourseId,
    role: CourseRole,
    user: UserId,
) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT_OTHERS, fetch_one(i64,), [course, role, user])?;
    Ok(count)
}

/// Returns a person's role in a course, if they are enrolled.
pub async fn role(
    tx: &mut Tx,
    course: CourseId,
    user: UserId,
) -> Result<Option<CourseRole>, Error> {
    let row: Option<(CourseRole,)> = run!(tx, ROLE, fetch_optional(CourseRole,), [course, user])?;
    Ok(row.map(|(role,)| role))
}

/// Returns how many people are enrolled in a course.
pub async fn count(tx: &mut Tx, course: CourseId) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT, fetch_one(i64,), [course])?;
    Ok(count)
}

/// Returns a person as the course sees them, if they are enrolled.
pub async fn person(tx: &mut Tx, course: CourseId, user: UserId) -> Result<Option<Person>, Error> {
    Ok(run!(tx, PERSON, fetch_optional PersonRow, [course, user])?.map(Person::from))
}

/// Returns the person of a course who signs in with a login; none if their account is closed.
pub async fn find_by_login(
    tx: &mut Tx,
    course: CourseId,
    login: &str,
) -> Result<Option<Person>, Error> {
    Ok(run!(tx, FIND_BY_LOGIN, fetch_optional PersonRow, [course, login])?.map(Person::from))
}

/// Returns a person as the course sees them, or saw them: without a role once they have left.
pub async fn anybody(tx: &mut Tx, course: CourseId, user: UserId) -> Result<Option<Person>, Error> {
    Ok(run!(tx, ANYBODY, fetch_optional PersonRow, [course, user])?.map(Person::from))
}

/// Returns up to `limit` people of a course: instructors, assistants, students, guests, each by
/// display name.
pub async fn list_people(
    tx: &mut Tx,
    course: CourseId,
    after: Option<PeopleKey>,
    limit: u32,
) -> Result<Vec<Person>, Error> {
    let PeopleKey { rank, display_name, user_id } = after.unwrap_or_else(PeopleKey::start);
    let rows = run!(
        tx,
        LIST_PEOPLE,
        fetch_all PersonRow,
        [course, i64::from(rank), &display_name, user_id, i64::from(limit)]
    )?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// Returns the courses in which a person is enrolled, by id, up to [`COURSES_MAX`].
pub async fn courses_of(tx: &mut Tx, user: UserId) -> Result<Vec<CourseId>, Error> {
    let rows: Vec<(CourseId,)> =
        run!(tx, COURSES_OF, fetch_all(CourseId,), [user, i64::from(COURSES_MAX)])?;
    Ok(rows.into_iter().map(|(course,)| course).collect())
}

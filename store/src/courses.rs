//! Courses and their access fences.

use protocol::course::{Course, CourseState};
use protocol::id::{CourseId, UserId};
use protocol::time::Timestamp;
use protocol::user::CourseRole;

use crate::backend::Tx;
use crate::error::Error;

statements! {
    INSERT = "
        insert into courses (id, slug, code, title, term, state, is_open, created_at)
        values ($1, $2, $3, $4, $5, 'active', $6, $7)";
    FIND = "
        select id, slug, code, title, term, state, is_open, students_create_groups, access_version
        from courses where id = $1";
    FIND_BY_SLUG = "
        select id, slug, code, title, term, state, is_open, students_create_groups, access_version
        from courses where slug = $1";
    LIST_ENROLLED = "
        select c.id, c.slug, c.code, c.title, c.term, c.state, c.is_open,
            c.students_create_groups, e.role as my_role
        from courses c join enrollments e on e.course_id = c.id
        where e.user_id = $1 order by c.created_at, c.id limit $2";
    LIST_EVERY = "
        select c.id, c.slug, c.code, c.title, c.term, c.state, c.is_open,
            c.students_create_groups, e.role as my_role
        from courses c left join enrollments e on e.course_id = c.id and e.user_id = $1
        order by c.created_at, c.id limit $2";
    LIST_ALL = "
        select c.id, c.slug, c.code, c.title, c.term, c.state, c.is_open,
            c.students_create_groups,
            (select count(*) from enrollments e where e.course_id = c.id) as people_total
        from courses c order by c.slug limit $1";
    LIST_OPEN = "
        select id from courses where is_open = 1 and state = 'active'
        order by created_at, id limit $1";
    CHANGE = "
        update courses set title = $2, term = $3, is_open = $4, students_create_groups = $5
        where id = $1";
    ACCESS_VERSION = "select access_version from courses where id = $1";
    LOCK_ACCESS_VERSION = "select access_version from courses where id = $1", share;
    ACCESS_VERSIONS = sqlite "
        select id, access_version from courses
        where id in (select unhex(value) from json_each($1)) order by id limit $2",
        postgres "
        select id, access_version from courses
        where id in (select jsonb_array_elements_text($1::text::jsonb)::uuid)
        order by id limit $2";
    LOCK_GATE = postgres "
        select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0)) is null";
    BUMP_ACCESS_VERSION = "
        update courses set access_version = access_version + 1 where id = $1
        returning access_version";
    LIST_IDS = "select id from courses where id > $1 order by id limit $2";
}

/// Open courses that [`list_open`] returns at most, the oldest first.
pub const OPEN_MAX: u32 = 100;
/// Courses that [`list_ids`] returns at most.
pub const IDS_MAX: u32 = 500;
/// Courses that one statement of [`access_versions`] asks for.
const VERSIONS_CHUNK: u16 = 500;

/// Courses that [`list_all`] returns at most.
pub const ALL_MAX: u32 = 1_000;

/// A course to be made.
#[derive(Clone, Debug)]
pub struct NewCourse {
    /// The course.
    pub id: CourseId,
    /// Unique part of its address.
    pub slug: String,
    /// Short code.
    pub code: String,
    /// Full title.
    pub title: String,
    /// Term; may be empty.
    pub term: String,
    /// Whether every account is enrolled when it is made.
    pub is_open: bool,
    /// Now.
    pub created_at: Timestamp,
}

/// A course, with what its members do not see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseRow {
    /// What everyone enrolled sees; `my_role` is none.
    pub course: Course,
    /// Raised by whatever changes who may see what in it.
    pub access_version: i64,
}

/// What can be changed of a course.
#[derive(Clone, Debug)]
pub struct CourseChange {
    /// Full title.
    pub title: String,
    /// Term; may be empty.
    pub term: String,
    /// Whether every account is enrolled when it is made, and may leave.
    pub is_open: bool,
    /// Whether students may make groups.
    pub students_create_groups: bool,
}

/// Which courses a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of the site, for admins.
    Everyone,
    /// Those in which the person is enrolled.
    Enrolled,
}

#[derive(sqlx::FromRow)]
struct Fields {
    id: CourseId,
    slug: String,
    code: String,
    title: String,
    term: String,
    state: CourseState,
    is_open: i64,
    students_create_groups: i64,
}

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    fields: Fields,
    my_role: Option<CourseRole>,
}

#[derive(sqlx::FromRow)]
struct Counted {
    #[sqlx(flatten)]
    fields: Fields,
    people_total: i64,
}

#[derive(sqlx::FromRow)]
struct Found {
    #[sqlx(flatten)]
    fields: Fields,
    access_version: i64,
}

impl Fields {
    fn with_role(self, my_role: Option<CourseRole>) -> Course {
        let Self { id, slug, code, title, term, state, .. } = self;
        let (is_open, students_create_groups) =
            (self.is_open != 0, self.students_create_groups != 0);
        Course { id, slug, code, title, term, state, is_open, students_create_groups, my_role }
    }
}

impl From<Found> for CourseRow {
    fn from(row: Found) -> Self {
        Self { course: row.fields.with_role(None), access_version: row.access_version }
    }
}

/// Inserts a course; a slug in use violates [`crate::Unique::CourseSlug`].
pub async fn insert(tx: &mut Tx, course: &NewCourse) -> Result<(), Error> {
    let NewCourse { id, slug, code, title, term, is_open, created_at } = course;
    let rows = run!(
        tx,
        INSERT,
        execute,
        [*id, slug, code, title, term, i64::from(*is_open), *created_at]
    )?;
    Error::unless_one(rows)
}

/// Changes what can be changed of a course.
pub async fn change(tx: &mut Tx, id: CourseId, change: &CourseChange) -> Result<(), Error> {
    let CourseChange { title, term, is_open, students_create_groups } = change;
    let (is_open, groups) = (i64::from(*is_open), i64::from(*students_create_groups));
    Error::unless_one(run!(tx, CHANGE, execute, [id, title, term, is_open, groups])?)
}

/// Returns a course.
pub async fn find(tx: &mut Tx, id: CourseId) -> Result<Option<CourseRow>, Error> {
    Ok(run!(tx, FIND, fetch_optional Found, [id])?.map(CourseRow::from))
}

/// Returns the course with a slug.
pub async fn find_by_slug(tx: &mut Tx, slug: &str) -> Result<Option<CourseRow>, Error> {
    Ok(run!(tx, FIND_BY_SLUG, fetch_optional Found, [slug])?.map(CourseRow::from))
}

/// Returns up to `limit` courses with the person's role in each, the oldest first.
pub async fn list_for(
    tx: &mut Tx,
    user: UserId,
    scope: Scope,
    limit: u32,
) -> Result<Vec<Course>, Error> {
    let statement = match scope {
        Scope::Everyone => LIST_EVERY,
        Scope::Enrolled => LIST_ENROLLED,
    };
    let rows = run!(tx, statement, fetch_all Listed, [user, i64::from(limit)])?;
    Ok(rows.into_iter().map(|row| row.fields.with_role(row.my_role)).collect())
}

/// Returns the courses of the site by slug, each with the number of its people, up to [`ALL_MAX`].
pub async fn list_all(tx: &mut Tx) -> Result<Vec<(Course, i64)>, Error> {
    let rows = run!(tx, LIST_ALL, fetch_all Counted, [i64::from(ALL_MAX)])?;
    Ok(rows.into_iter().map(|row| (row.fields.with_role(None), row.people_total)).collect())
}

/// Returns the active courses in which every account is enrolled, the oldest first, up to
/// [`OPEN_MAX`].
pub async fn list_open(tx: &mut Tx) -> Result<Vec<CourseId>, Error> {
    let rows: Vec<(CourseId,)> = run!(tx, LIST_OPEN, fetch_all(CourseId,), [i64::from(OPEN_MAX)])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Returns the version of the rights in a course. In a write transaction nobody can raise it until
/// the transaction ends; whoever wants to raise it calls [`bump_access_version`] without this.
pub async fn access_version(tx: &mut Tx, id: CourseId) -> Result<i64, Error> {
    let statement = if tx.needs_row_locks() { LOCK_ACCESS_VERSION } else { ACCESS_VERSION };
    let (version,): (i64,) = run!(tx, statement, fetch_one(i64,), [id])?;
    Ok(version)
}

/// Passes a course's gate alone: what is being decided in the course ends first, and what comes later
/// waits until the transaction ends. Comes before anything else that reads the course in it.
pub async fn pass_gate_alone(tx: &mut Tx, id: CourseId) -> Result<(), Error> {
    if tx.needs_row_locks() {
        run!(tx, LOCK_GATE, execute, [id])?;
    }
    Ok(())
}

/// Raises the version of the rights in a course and returns it. Comes before anything else that
/// reads the course in a transaction: two that read it and then raise it would wait for each other.
pub async fn bump_access_version(tx: &mut Tx, id: CourseId) -> Result<i64, Error> {
    pass_gate_alone(tx, id).await?;
    let (version,): (i64,) = run!(tx, BUMP_ACCESS_VERSION, fetch_one(i64,), [id])?;
    Ok(version)
}

/// Returns the versions of the rights in those of the courses that there are, by course within
/// each chunk.
pub async fn access_versions(
    tx: &mut Tx,
    courses: &[CourseId],
) -> Result<Vec<(CourseId, i64)>, Error> {
    let mut versions = Vec::with_capacity(courses.len());
    let limit = i64::from(VERSIONS_CHUNK);
    for chunk in courses.chunks(usize::from(VERSIONS_CHUNK)) {
        let ids: Vec<String> = chunk.iter().map(|id| format!("\"{}\"", id.0.simple())).collect();
        let ids = format!("[{}]", ids.join(","));
        let rows: Vec<(CourseId, i64)> =
            run!(tx, ACCESS_VERSIONS, fetch_all(CourseId, i64), [ids, limit])?;
        versions.extend(rows);
    }
    Ok(versions)
}

/// Returns the courses of the site by id, up to [`IDS_MAX`], from the one after `after`.
pub async fn list_ids(tx: &mut Tx, after: CourseId) -> Result<Vec<CourseId>, Error> {
    let rows: Vec<(CourseId,)> =
        run!(tx, LIST_IDS, fetch_all(CourseId,), [after, i64::from(IDS_MAX)])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

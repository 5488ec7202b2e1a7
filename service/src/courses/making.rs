//! Making and changing courses.

use protocol::course::{Course, CourseCode, CourseSlug, CourseTerm, CourseTitle};
use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FieldCode};
use protocol::id::{CourseId, UserId};
use protocol::time::Timestamp;
use protocol::user::CourseRole;
use store::courses::NewCourse as CourseRow;
use store::{Tx, Unique};

use crate::actor::Actor;
use crate::authorize;
use crate::courses::{Courses, DEFAULT_CHANNELS, find};
use crate::enrollments;
use crate::error::Error;
use crate::journal::Stamp;

/// What somebody types to make a course.
pub struct NewCourse {
    /// Short code.
    pub code: String,
    /// Full title.
    pub title: String,
    /// Term; may be empty.
    pub term: String,
    /// Unique part of its address.
    pub slug: String,
    /// Whether every account is enrolled when it is made, and may leave.
    pub is_open: bool,
}

/// What somebody types to change a course.
pub struct CourseChange {
    /// Its title from now on.
    pub title: String,
    /// Its term from now on; may be empty.
    pub term: String,
    /// Whether every account is enrolled when it is made, and may leave.
    pub is_open: bool,
    /// Whether students may make groups.
    pub students_create_groups: bool,
}

impl Courses<'_> {
    /// Makes a course with its first channels, and the actor its instructor.
    pub async fn create(&self, actor: &Actor, form: NewCourse) -> Result<Course, Error> {
        let row = self.parse_new(&form)?;
        let actor = *actor;
        let created = self.0.store.write(async |tx| {
            authorize::create_course(tx, &actor).await?;
            self.insert(tx, &row, &DEFAULT_CHANNELS, Some(actor.user_id)).await?;
            self.give(tx, row.id, actor.user_id, row.created_at).await
        });
        created.await.map_err(slug_taken)
    }

    /// Makes a course from the command line. Without an instructor's login an admin enrols its
    /// first one.
    pub async fn add(&self, form: NewCourse, instructor: Option<&str>) -> Result<CourseId, Error> {
        let row = self.parse_new(&form)?;
        let added = self.0.store.write(async |tx| {
            self.insert(tx, &row, &DEFAULT_CHANNELS, None).await?;
            let Some(login) = instructor else { return Ok(()) };
            let user = store::users::find_by_login(tx, &login.trim().to_lowercase()).await?;
            let unknown = || Fault::field("instructor", FieldCode::Wrong, None);
            let user_id = user.ok_or_else(unknown)?.id;
            self.give(tx, row.id, user_id, row.created_at).await.map(drop)
        });
        added.await.map_err(slug_taken)?;
        Ok(row.id)
    }

    /// Gives a new course to its first instructor.
    async fn give(
        &self,
        tx: &mut Tx,
        course_id: CourseId,
        user_id: UserId,
        at: Timestamp,
    ) -> Result<Course, Error> {
        let role = CourseRole::Instructor;
        enrollments::join(self.0, tx, course_id, user_id, role, at).await?;
        let course = Course { my_role: Some(role), ..find(tx, course_id).await? };
        let event = Event::CourseGranted { course: course.clone() };
        let entry = (Subject::User(user_id), event);
        self.0.journal.append(tx, Stamp { at, access_version: 0 }, vec![entry]).await?;
        Ok(course)
    }

    /// Returns up to a thousand courses of the site with the number of people in each, for the
    /// command line.
    pub async fn list_all(&self) -> Result<Vec<(Course, i64)>, Error> {
        self.0.store.read(async |tx| Ok(store::courses::list_all(tx).await?)).await
    }

    /// Changes title, term and rules of a course.
    pub async fn change(
        &self,
        actor: &Actor,
        course_id: CourseId,
        form: CourseChange,
    ) -> Result<Course, Error> {
        let (title, term) = (CourseTitle::parse(&form.title), CourseTerm::parse(&form.term));
        let (title, term) = match (title, term) {
            (Ok(title), Ok(term)) => (title, term),
            (title, term) => return Err(all_faults([title.err(), term.err()]).into()),
        };
        let change = store::courses::CourseChange {
            title: title.as_str().to_owned(),
            term: term.as_str().to_owned(),
            is_open: form.is_open,
            students_create_groups: form.students_create_groups,
        };
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let proof = authorize::change_course(self.0, tx, &actor, course_id, at).await?;
                store::courses::change(tx, proof.course_id, &change).await?;
                let course = find(tx, proof.course_id).await?;
                let event = Event::CourseChanged { course: course.clone() };
                let entry = (Subject::Course(proof.course_id), event);
                self.0.journal.append(tx, proof.stamp, vec![entry]).await?;
                let my_role = store::enrollments::role(tx, course_id, actor.user_id).await?;
                Ok(Course { my_role, ..course })
            })
            .await
    }

    /// Parses every field, so that all faults are told at once.
    fn parse_new(&self, form: &NewCourse) -> Result<CourseRow, Fault> {
        let fields = (
            CourseCode::parse(&form.code),
            CourseTitle::parse(&form.title),
            CourseTerm::parse(&form.term),
            CourseSlug::parse(&form.slug),
        );
        match fields {
            (Ok(code), Ok(title), Ok(term), Ok(slug)) => Ok(CourseRow {
                id: CourseId(self.0.clock.new_id()),
                slug: slug.as_str().to_owned(),
                code: code.as_str().to_owned(),
                title: title.as_str().to_owned(),
                term: term.as_str().to_owned(),
                is_open: form.is_open,
                created_at: self.0.clock.now(),
            }),
            (code, title, term, slug) => {
                Err(all_faults([code.err(), title.err(), term.err(), slug.err()]))
            }
        }
    }
}

fn all_faults<const N: usize>(faults: [Option<Fault>; N]) -> Fault {
    Fault::invalid(faults.into_iter().flatten().flat_map(|fault| fault.fields).collect())
}

fn slug_taken(error: Error) -> Error {
    match error {
        Error::Store(error) if error.violates(Unique::CourseSlug) => {
            Fault::field("slug", FieldCode::Taken, None).into()
        }
        other => other,
    }
}

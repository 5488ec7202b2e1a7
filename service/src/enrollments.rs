//! Who is in a course, and as what.

use protocol::course::Course;
use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FaultCode, FieldCode};
use protocol::id::{CourseId, UserId};
use protocol::limits::PEOPLE_PER_COURSE_MAX;
use protocol::permission::PersonAction;
use protocol::time::Timestamp;
use protocol::user::{AccountRole, CourseRole, Login, Person};
use store::Tx;

use crate::Inner;
use crate::actor::Actor;
use crate::authorize::{self, CanChangePerson};
use crate::error::Error;
use crate::journal::Stamp;

/// What somebody types to enrol a person.
pub struct NewEnrollment {
    /// What the person signs in with.
    pub login: String,
    /// What the person is to be: `Instructor`, `Assistant` or `Student`.
    pub role: CourseRole,
}

/// Operations on enrollments.
pub struct Enrollments<'a>(pub(crate) &'a Inner);

impl Enrollments<'_> {
    /// Enrols the person with a login.
    pub async fn enrol(
        &self,
        actor: &Actor,
        course_id: CourseId,
        form: NewEnrollment,
    ) -> Result<Person, Error> {
        let login = Login::parse(&form.login)?;
        let role = assignable(form.role)?;
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let proof = authorize::manage_people(self.0, tx, &actor, course_id, at).await?;
                let found = store::users::find_by_login(tx, login.as_str()).await?;
                let user = found
                    .filter(|user| user.deactivated_at.is_none() && user.role != AccountRole::Guest)
                    .ok_or_else(|| Fault::field("login", FieldCode::Wrong, None))?;
                let total = store::enrollments::count(tx, proof.course_id).await?;
                if total >= i64::from(PEOPLE_PER_COURSE_MAX) {
                    let full = format!("This course has {PEOPLE_PER_COURSE_MAX} people.");
                    return Err(Fault::new(FaultCode::Conflict, full).into());
                }
                if !store::enrollments::insert(tx, proof.course_id, user.id, role, at).await? {
                    return Err(Fault::field("login", FieldCode::Taken, None).into());
                }
                let person = get(tx, proof.course_id, user.id).await?;
                let course = course(tx, proof.course_id, role).await?;
                let entries = vec![
                    (Subject::Course(proof.course_id), joined(&person)),
                    (Subject::User(user.id), Event::CourseGranted { course }),
                ];
                self.0.journal.append(tx, proof.stamp, entries).await?;
                Ok(person)
            })
            .await
    }

    /// Changes what an enrolled person is; repeating it changes nothing.
    pub async fn change_role(
        &self,
        actor: &Actor,
        course_id: CourseId,
        user_id: UserId,
        role: CourseRole,
    ) -> Result<Person, Error> {
        let role = assignable(role)?;
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let manage = authorize::manage_people(self.0, tx, &actor, course_id, at).await?;
                let change = PersonAction::ChangeRole;
                let proof = authorize::change_person(tx, manage, user_id, change).await?;
                if proof.person.course_role == Some(role) {
                    return Ok(proof.person);
                }
                keep_an_instructor(tx, &proof, "role").await?;
                store::enrollments::set_role(tx, course_id, user_id, role).await?;
                let person = get(tx, course_id, user_id).await?;
                let event = Event::PersonChanged { person: person.clone() };
                let entry = (Subject::Course(course_id), event);
                self.0.journal.append(tx, proof.stamp, vec![entry]).await?;
                Ok(person)
            })
            .await
    }

    /// Ends a person's enrollment, and with it their memberships in the course's channels.
    pub async fn remove(
        &self,
        actor: &Actor,
        course_id: CourseId,
        user_id: UserId,
    ) -> Result<(), Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let manage = authorize::manage_people(self.0, tx, &actor, course_id, at).await?;
                let remove = PersonAction::Remove;
                let proof = authorize::change_person(tx, manage, user_id, remove).await?;
                self.end(tx, &proof).await
            })
            .await
    }

    /// Ends the actor's own enrollment in a course that is open to everybody, or that they run.
    pub async fn leave(&self, actor: &Actor, course_id: CourseId) -> Result<(), Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let proof = authorize::leave_course(self.0, tx, &actor, course_id, at).await?;
                self.end(tx, &proof).await
            })
            .await
    }

    async fn end(&self, tx: &mut Tx, proof: &CanChangePerson) -> Result<(), Error> {
        keep_an_instructor(tx, proof, "user").await?;
        let CanChangePerson { course_id, person, stamp } = proof;
        let (course_id, user_id) = (*course_id, person.id);
        let left = store::memberships::delete_of_course(tx, course_id, user_id).await?;
        store::enrollments::delete(tx, course_id, user_id).await?;
        let member_left = |channel| (Subject::Channel(channel), Event::MemberLeft { user_id });
        let mut entries: Vec<_> = left.into_iter().map(member_left).collect();
        entries.push((Subject::Course(course_id), Event::PersonLeft { user_id }));
        // An admin goes on seeing every course.
        if person.role != AccountRole::Admin {
            entries.push((Subject::User(user_id), Event::CourseRevoked { course_id }));
        }
        self.0.journal.append(tx, *stamp, entries).await
    }
}

/// Enrols somebody in a course without being asked by one of its people, and tells the course,
/// once. Nobody loses anything by it, so the access version stays.
pub(crate) async fn join(
    inner: &Inner,
    tx: &mut Tx,
    course_id: CourseId,
    user_id: UserId,
    role: CourseRole,
    at: Timestamp,
) -> Result<(), Error> {
    if !store::enrollments::insert(tx, course_id, user_id, role, at).await? {
        return Ok(());
    }
    let access_version = store::courses::access_version(tx, course_id).await?;
    let person = get(tx, course_id, user_id).await?;
    let entry = (Subject::Course(course_id), joined(&person));
    inner.journal.append(tx, Stamp { at, access_version }, vec![entry]).await
}

fn joined(person: &Person) -> Event {
    Event::PersonJoined { person: person.clone() }
}

async fn get(tx: &mut Tx, course_id: CourseId, user_id: UserId) -> Result<Person, Error> {
    let person = store::enrollments::person(tx, course_id, user_id).await?;
    person.ok_or_else(|| Error::internal("an enrolled person has no enrollment"))
}

async fn course(tx: &mut Tx, course_id: CourseId, role: CourseRole) -> Result<Course, Error> {
    let row = store::courses::find(tx, course_id).await?.ok_or_else(Fault::not_found)?;
    Ok(Course { my_role: Some(role), ..row.course })
}

/// Refuses the role that only links give.
fn assignable(role: CourseRole) -> Result<CourseRole, Fault> {
    if role == CourseRole::Guest {
        return Err(Fault::field("role", FieldCode::Wrong, None));
    }
    Ok(role)
}

/// Refuses what would take away a course's last instructor.
async fn keep_an_instructor(
    tx: &mut Tx,
    proof: &CanChangePerson,
    field: &str,
) -> Result<(), Error> {
    let role = CourseRole::Instructor;
    if proof.person.course_role != Some(role)
        || store::enrollments::count_others(tx, proof.course_id, role, proof.person.id).await? > 0
    {
        return Ok(());
    }
    let detail = "A course keeps an instructor. Make somebody else one first.";
    Err(Fault::conflict(field, FieldCode::LastInstructor, None, detail).into())
}

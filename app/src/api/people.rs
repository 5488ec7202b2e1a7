//! People of a course: who they are, enrolling them, what they are, and removing them.

use leptos::prelude::*;
use protocol::id::{CourseId, UserId};
use protocol::page::PeoplePage;
use protocol::user::{CourseRole, Person};

use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// Returns a page of a course's people, staff first; `after` is the page before's `next`.
#[server(prefix = "/fn", endpoint = "load_people", input = Json, output = Json)]
pub async fn load_people(course: CourseId, after: Option<String>) -> Result<PeoplePage, ApiError> {
    let context = Context::current()?;
    let people = context.service.courses().people(context.actor()?, course, after).await;
    context.answer(people)
}

/// Enrols the person with a login.
#[server(prefix = "/fn", endpoint = "enrol_person", output = Json)]
pub async fn enrol_person(
    course: CourseId,
    login: String,
    role: CourseRole,
) -> Result<Person, ApiError> {
    let context = Context::current()?;
    let typed = [("login", login.as_str()), ("role", role.as_str())];
    let new = service::enrollments::NewEnrollment { login: login.clone(), role };
    let enrolled = context.service.enrollments().enrol(context.actor()?, course, new).await;
    context.answer_form("enrol_person", &typed, enrolled)
}

/// Changes what an enrolled person is.
#[server(prefix = "/fn", endpoint = "change_person_role", output = Json)]
pub async fn change_person_role(
    course: CourseId,
    user: UserId,
    role: CourseRole,
) -> Result<Person, ApiError> {
    let context = Context::current()?;
    let actor = context.actor()?;
    let changed = context.service.enrollments().change_role(actor, course, user, role).await;
    context.answer_form("change_person_role", &[], changed)
}

/// Ends a person's enrollment.
#[server(prefix = "/fn", endpoint = "remove_person", output = Json)]
pub async fn remove_person(course: CourseId, user: UserId) -> Result<(), ApiError> {
    let context = Context::current()?;
    let removed = context.service.enrollments().remove(context.actor()?, course, user).await;
    context.answer_form("remove_person", &[], removed)
}

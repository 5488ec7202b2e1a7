//! People of a course.

use leptos::prelude::*;
use protocol::id::CourseId;
use protocol::page::PeoplePage;

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

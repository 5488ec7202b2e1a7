//! Courses: where to go first, and what the shell around the messages shows.

use leptos::prelude::*;
use protocol::snapshot::CourseSnapshot;

#[cfg(feature = "ssr")]
use crate::address::channel_address;
use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// Returns where `/` leads: the channel that was read last, else the first one of the person's
/// course. Refuses `unauthenticated`.
#[server(prefix = "/fn", endpoint = "load_home", input = Json, output = Json)]
pub async fn load_home() -> Result<String, ApiError> {
    let context = Context::current()?;
    let home = context.answer(context.service.courses().home(context.actor()?).await)?;
    Ok(channel_address(&home.course_slug, &home.channel_name))
}

/// Returns what the shell of a course shows.
#[server(prefix = "/fn", endpoint = "load_course", input = Json, output = Json)]
pub async fn load_course(slug: String) -> Result<CourseSnapshot, ApiError> {
    let context = Context::current()?;
    let snapshot = context.service.courses().snapshot(context.actor()?, &slug).await;
    context.answer(snapshot)
}

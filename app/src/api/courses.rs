//! Courses: where to go first, which there are, what the shell around the messages shows, and
//! making, changing and leaving them.

use leptos::prelude::*;
use protocol::course::Course;
use protocol::id::CourseId;
use protocol::snapshot::CourseSnapshot;

#[cfg(feature = "ssr")]
use crate::address::channel_address;
use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;
#[cfg(feature = "ssr")]
use crate::api::refusal::TICKED;

/// Returns where `/` leads: the channel that was read last, else the first one of the person's
/// course. Refuses `unauthenticated`.
#[server(prefix = "/fn", endpoint = "load_home", input = Json, output = Json)]
pub async fn load_home() -> Result<String, ApiError> {
    let context = Context::current()?;
    let home = context.answer(context.service.courses().home(context.actor()?).await)?;
    Ok(channel_address(&home.course_slug, &home.channel_name))
}

/// Returns the courses that the viewer can see.
#[server(prefix = "/fn", endpoint = "load_courses", input = Json, output = Json)]
pub async fn load_courses() -> Result<Vec<Course>, ApiError> {
    let context = Context::current()?;
    let courses = context.service.courses().list(context.actor()?).await;
    context.answer(courses)
}

/// Returns what the shell of a course shows.
#[server(prefix = "/fn", endpoint = "load_course", input = Json, output = Json)]
pub async fn load_course(slug: String) -> Result<CourseSnapshot, ApiError> {
    let context = Context::current()?;
    let snapshot = context.service.courses().snapshot(context.actor()?, &slug).await;
    context.answer(snapshot)
}

/// Makes a course and leads to it.
#[server(prefix = "/fn", endpoint = "create_course", output = Json)]
pub async fn create_course(
    code: String,
    title: String,
    #[server(default)] term: String,
    slug: String,
    #[server(default)] is_open: bool,
) -> Result<Course, ApiError> {
    let context = Context::current()?;
    let typed = [
        ("code", code.as_str()),
        ("title", title.as_str()),
        ("term", term.as_str()),
        ("slug", slug.as_str()),
        ("is_open", ticked(is_open)),
    ];
    let new = service::courses::NewCourse {
        code: code.clone(),
        title: title.clone(),
        term: term.clone(),
        slug: slug.clone(),
        is_open,
    };
    let created = context.service.courses().create(context.actor()?, new).await;
    let created = context.answer_form("create_course", &typed, created)?;
    context.leave_for(&channel_address(&created.slug, "general"));
    Ok(created)
}

/// Changes title, term and rules of a course.
#[server(prefix = "/fn", endpoint = "change_course", output = Json)]
pub async fn change_course(
    course: CourseId,
    title: String,
    #[server(default)] term: String,
    #[server(default)] is_open: bool,
    #[server(default)] students_create_groups: bool,
) -> Result<Course, ApiError> {
    let context = Context::current()?;
    let typed = [
        ("title", title.as_str()),
        ("term", term.as_str()),
        ("is_open", ticked(is_open)),
        ("students_create_groups", ticked(students_create_groups)),
    ];
    let change = service::courses::CourseChange {
        title: title.clone(),
        term: term.clone(),
        is_open,
        students_create_groups,
    };
    let changed = context.service.courses().change(context.actor()?, course, change).await;
    context.answer_form("change_course", &typed, changed)
}

/// Ends the viewer's own enrollment and leads to another course.
#[server(prefix = "/fn", endpoint = "leave_course", output = Json)]
pub async fn leave_course(course: CourseId) -> Result<(), ApiError> {
    let context = Context::current()?;
    let left = context.service.enrollments().leave(context.actor()?, course).await;
    context.answer_form("leave_course", &[], left)?;
    context.leave_for("/");
    Ok(())
}

/// Returns what a tick box sends.
#[cfg(feature = "ssr")]
fn ticked(holds: bool) -> &'static str {
    if holds { TICKED } else { "" }
}

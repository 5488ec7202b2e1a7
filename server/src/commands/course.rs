//! `lyceum course …`.

use protocol::course::CourseSlug;
use service::courses::NewCourse;
use service::error::Error;

use super::{say, user};
use crate::cli::CourseCreate;
use crate::config::Config;
use crate::database;
use crate::refused::Refused;

/// Lists the courses, one a line: slug, open or closed, people, code, title and term, with tabs
/// between them.
pub(super) async fn list(config: &Config) -> Result<(), Refused> {
    database::prepare_folder(&config.data_dir)?;
    let service = database::open(config, config.product.clone()).await?;
    let listed = service.courses().list_all().await;
    service.close().await;
    let broken = |error| Refused::broken("the courses cannot be listed", &error);
    for (course, people) in listed.map_err(broken)? {
        let door = if course.is_open { "open" } else { "closed" };
        let (slug, code, title, term) = (course.slug, course.code, course.title, course.term);
        say(format_args!("{slug}\t{door}\t{people}\t{code}\t{title}\t{term}"));
    }
    Ok(())
}

/// Makes a course.
pub(super) async fn create(config: &Config, flags: CourseCreate) -> Result<(), Refused> {
    database::prepare_folder(&config.data_dir)?;
    let service = database::open(config, config.product.clone()).await?;
    let CourseCreate { code, title, term, slug, open, instructor } = flags;
    let slug = slug.unwrap_or_else(|| CourseSlug::suggest(&code, &term));
    let form = NewCourse { code, title, term, slug: slug.clone(), is_open: open };
    let added = service.courses().add(form, instructor.as_deref()).await;
    service.close().await;
    added.map_err(|error| match error {
        Error::Fault(fault) => {
            Refused::new(user::sentence(&fault, config.product.password_length_min))
        }
        other => Refused::broken("the course cannot be made", &other),
    })?;
    say(format_args!("created {}", slug.trim().to_ascii_lowercase()));
    Ok(())
}

//! The people of a course, page by page.

use protocol::cursor::Subject;
use protocol::fault::{Fault, FaultCode};
use protocol::id::CourseId;
use protocol::limits::PAGE_PEOPLE_MAX;
use protocol::page::PeoplePage;
use store::enrollments::PeopleKey;

use crate::actor::Actor;
use crate::authorize;
use crate::courses::Courses;
use crate::error::Error;

impl Courses<'_> {
    /// Returns a page of a course's people: staff first, then by name. `after` is the `next` of
    /// the page before.
    pub async fn people(
        &self,
        actor: &Actor,
        course_id: CourseId,
        after: Option<String>,
    ) -> Result<PeoplePage, Error> {
        let actor = *actor;
        let after = after.map(|key| parse_people_key(&key)).transpose()?;
        self.0
            .store
            .read(async |tx| {
                let proof = authorize::see_course(tx, &actor, course_id).await?;
                let limit = PAGE_PEOPLE_MAX;
                let mut items =
                    store::enrollments::list_people(tx, proof.course_id, after, limit + 1).await?;
                let is_more = items.len() > limit as usize;
                items.truncate(limit as usize);
                let next = items.last().filter(|_| is_more).map(people_key);
                Ok(PeoplePage {
                    total: store::enrollments::count(tx, proof.course_id).await?,
                    as_of: store::events::head(tx, &Subject::Course(proof.course_id)).await?,
                    items,
                    next,
                })
            })
            .await
    }
}

fn people_key(person: &protocol::user::Person) -> String {
    let PeopleKey { rank, display_name, user_id } = PeopleKey::after(person);
    format!("{rank}.{user_id}.{display_name}")
}

fn parse_people_key(text: &str) -> Result<PeopleKey, Fault> {
    let malformed = || Fault::new(FaultCode::Malformed, "The cursor is not one of this list.");
    let mut parts = text.splitn(3, '.');
    let mut part = || parts.next().ok_or_else(malformed);
    let rank = part()?.parse().map_err(|_| malformed())?;
    let user_id = part()?.parse().map_err(|_| malformed())?;
    Ok(PeopleKey { rank, user_id, display_name: part()?.to_owned() })
}

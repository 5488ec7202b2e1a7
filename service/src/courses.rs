//! Courses: finding and listing them, and what is shown of one.

mod making;
mod people;

use protocol::channel::{ChannelEntry, ChannelKind};
use protocol::course::Course;
use protocol::cursor::Subject;
use protocol::fault::Fault;
use protocol::id::{ChannelId, CourseId, UserId};
use protocol::permission::Facts;
use protocol::snapshot::CourseSnapshot;
use protocol::user::AccountRole;
use store::Tx;
use store::channels::NewChannel;
use store::courses::{NewCourse as CourseRow, Scope};

pub use self::making::{CourseChange, NewCourse};

use crate::Inner;
use crate::actor::Actor;
use crate::authorize;
use crate::error::Error;
use crate::names::channel_name_key;

/// Courses that one person's list may hold.
const COURSES_MAX: u32 = 200;

/// The channels of every new course: name, description, kind.
pub(crate) const DEFAULT_CHANNELS: [(&str, &str, ChannelKind); 3] = [
    ("general", "Day-to-day talk for everyone here.", ChannelKind::Public),
    ("announcements", "News from staff that everyone should read.", ChannelKind::Announcement),
    ("events", "Dates, meetings, and plans for doing things together.", ChannelKind::Public),
];

/// Where a person lands after signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The course's address.
    pub course_slug: String,
    /// The channel's name.
    pub channel_name: String,
}

/// Operations on courses.
pub struct Courses<'a>(pub(crate) &'a Inner);

impl Courses<'_> {
    /// Returns the courses that the actor can see, by title.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<Course>, Error> {
        let (user_id, scope) = (actor.user_id, scope(actor));
        self.0
            .store
            .read(async |tx| Ok(store::courses::list_for(tx, user_id, scope, COURSES_MAX).await?))
            .await
    }

    /// Returns the channel that the actor read last, or the first one of the first course.
    pub async fn home(&self, actor: &Actor) -> Result<Home, Error> {
        let last = self.last_read(actor).await?;
        if let Some(home) = last {
            return Ok(home);
        }
        let courses = self.list(actor).await?;
        let course = courses.iter().max_by_key(|course| course.slug != COMMONS_SLUG);
        let course = course.ok_or_else(Fault::not_found)?;
        let snapshot = self.snapshot(actor, &course.slug).await?;
        let open = || snapshot.channels.iter().filter(|entry| !entry.facts().is_archived);
        let general = open().find(|entry| entry.channel.name == "general");
        let entry = general.or(open().next()).ok_or_else(Fault::not_found)?;
        Ok(Home { course_slug: course.slug.clone(), channel_name: entry.channel.name.clone() })
    }

    /// Returns everything that the shell around a course's channels shows.
    pub async fn snapshot(&self, actor: &Actor, slug: &str) -> Result<CourseSnapshot, Error> {
        let actor = *actor;
        self.0
            .store
            .read(async |tx| {
                let row = store::courses::find_by_slug(tx, slug).await?;
                let mut course = row.ok_or_else(Fault::not_found)?.course;
                let proof = authorize::see_course(tx, &actor, course.id).await?;
                course.my_role =
                    store::enrollments::role(tx, proof.course_id, actor.user_id).await?;
                let user = store::users::find(tx, actor.user_id).await?;
                Ok(CourseSnapshot {
                    me: user.ok_or_else(Fault::unauthenticated)?.me(),
                    channels: visible_channels(tx, &actor, proof.course_id).await?,
                    people_total: store::enrollments::count(tx, proof.course_id).await?,
                    as_of: store::events::head(tx, &Subject::Course(proof.course_id)).await?,
                    user_as_of: store::events::head(tx, &Subject::User(actor.user_id)).await?,
                    epoch: self.0.epoch.clone(),
                    course,
                })
            })
            .await
    }

    /// Makes the Commons, open to every account, where there is no course.
    pub(crate) async fn ensure_commons(&self) -> Result<(), Error> {
        let course = CourseRow {
            id: CourseId(self.0.clock.new_id()),
            slug: COMMONS_SLUG.to_owned(),
            code: String::new(),
            title: "Commons".to_owned(),
            term: String::new(),
            is_open: true,
            created_at: self.0.clock.now(),
        };
        self.0
            .store
            .write(async |tx| {
                if store::courses::find_by_slug(tx, COMMONS_SLUG).await?.is_none() {
                    self.insert(tx, &course, &DEFAULT_CHANNELS, None).await?;
                }
                Ok(())
            })
            .await
    }

    /// Stores a course with its first channels. Nobody can know of it yet, so no event tells.
    pub(crate) async fn insert(
        &self,
        tx: &mut Tx,
        course: &CourseRow,
        channels: &[(&str, &str, ChannelKind)],
        created_by: Option<UserId>,
    ) -> Result<(), Error> {
        store::courses::insert(tx, course).await?;
        for (name, description, kind) in channels {
            let parsed = protocol::channel::ChannelName::parse(name)?;
            let channel = NewChannel {
                id: ChannelId(self.0.clock.new_id()),
                course_id: Some(course.id),
                name: parsed.as_str().to_owned(),
                name_key: channel_name_key(&parsed),
                description: (*description).to_owned(),
                kind: *kind,
                created_by,
                created_at: course.created_at,
            };
            store::channels::insert(tx, &channel).await?;
        }
        Ok(())
    }

    async fn last_read(&self, actor: &Actor) -> Result<Option<Home>, Error> {
        let actor = *actor;
        self.0
            .store
            .read(async |tx| {
                let Some(channel_id) =
                    store::read_markers::latest_channel(tx, actor.user_id).await?
                else {
                    return Ok(None);
                };
                let Ok(read) = authorize::read(tx, &actor, channel_id).await else {
                    return Ok(None);
                };
                let Some(course_id) = read.channel.course_id else { return Ok(None) };
                let course = store::courses::find(tx, course_id).await?;
                Ok(course.map(|row| Home {
                    course_slug: row.course.slug,
                    channel_name: read.channel.name,
                }))
            })
            .await
    }
}

const COMMONS_SLUG: &str = "commons";

/// Returns the channels that the actor may read: the same answer as `can_see` for each of them.
async fn visible_channels(
    tx: &mut Tx,
    actor: &Actor,
    course_id: CourseId,
) -> Result<Vec<ChannelEntry>, Error> {
    let facts = store::facts::of_course(tx, actor.user_id, course_id)
        .await?
        .ok_or_else(Fault::not_found)?;
    let entries = store::channels::list_for(tx, course_id, actor.user_id).await?;
    let is_visible =
        |entry: &ChannelEntry| Facts { channel: Some(entry.facts()), ..facts }.can_see().is_ok();
    Ok(entries.into_iter().filter(is_visible).collect())
}

async fn find(tx: &mut Tx, course_id: CourseId) -> Result<Course, Error> {
    let row = store::courses::find(tx, course_id).await?;
    Ok(row.ok_or_else(Fault::not_found)?.course)
}

fn scope(actor: &Actor) -> Scope {
    if actor.role == AccountRole::Admin { Scope::Everyone } else { Scope::Enrolled }
}

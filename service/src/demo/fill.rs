//! Stores the demonstration content in an empty database.

use std::collections::HashMap;

use protocol::cursor::Subject;
use protocol::event::EventKind;
use protocol::fault::{Fault, FaultCode};
use protocol::id::{ChannelId, ClientMessageId, CourseId, MessageId, UserId};
use protocol::time::Timestamp;
use sha2::{Digest, Sha256};
use store::Tx;
use store::courses::NewCourse;
use store::events::NewEvent;
use store::messages::NewMessage;
use store::users::NewUser;

use super::{
    DEMO_PASSWORD, DemoCourse, DemoMessage, channels, course, messages, people, second_course,
    second_messages, second_people,
};
use crate::Inner;
use crate::auth::password::Password;
use crate::courses::{Courses, DEFAULT_CHANNELS};
use crate::enrollments::join;
use crate::error::Error;
use crate::rich_text;

/// Messages of this age are read already.
const READ_AFTER_MINUTES: i64 = 180;

/// An account of the demonstration, to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// What to sign in with.
    pub login: String,
    /// The password, the same for all.
    pub password: String,
    /// What they are in the course.
    pub role: String,
    /// What they are called.
    pub display_name: String,
}

/// Operations on the demonstration content.
pub struct Demo<'a>(pub(crate) &'a Inner);

/// The ids that logins and channel names got.
#[derive(Default)]
struct Cast {
    users: HashMap<&'static str, UserId>,
    channels: HashMap<String, ChannelId>,
}

impl Demo<'_> {
    /// Fills an empty database with a course, its people and their messages, and returns the
    /// accounts. A database with accounts is refused.
    pub async fn fill(&self) -> Result<Vec<DemoAccount>, Error> {
        let password = Password::parse_attempt(DEMO_PASSWORD)?;
        let password_hash = self.0.hasher.hash(password).await?;
        let now = self.0.clock.now();
        let oldest = messages().iter().map(|message| message.minutes_ago).max().unwrap_or(0);
        let began = now.plus_ms(-(oldest + 60) * 60_000);
        self.0
            .store
            .write(async |tx| {
                if store::users::count(tx).await? > 0 {
                    return Err(Error::from(Fault::new(
                        FaultCode::Conflict,
                        "This data folder already holds accounts; --demo needs an empty one.",
                    )));
                }
                let course_id = self.insert_course(tx, began).await?;
                let cast = self.insert_people(tx, course_id, &password_hash, began).await?;
                for message in messages() {
                    self.insert_message(tx, &cast, &message, now).await?;
                }
                mark_read(tx, &cast, now).await?;
                self.insert_second(tx, &cast, began, now).await
            })
            .await?;
        self.0.setup.close();
        Ok(people().iter().map(DemoAccount::of).collect())
    }

    async fn insert_course(&self, tx: &mut Tx, began: Timestamp) -> Result<CourseId, Error> {
        let id = CourseId(self.0.clock.new_id());
        let row = NewCourse { id, is_open: true, created_at: began, ..row_of(course()) };
        let channels: Vec<_> = channels().iter().map(|c| (c.name, c.description, c.kind)).collect();
        Courses(self.0).insert(tx, &row, &channels, None).await?;
        Ok(row.id)
    }

    async fn insert_people(
        &self,
        tx: &mut Tx,
        course_id: CourseId,
        password_hash: &str,
        began: Timestamp,
    ) -> Result<Cast, Error> {
        let mut cast = Cast::default();
        for person in people() {
            let user = NewUser {
                id: UserId(self.0.clock.new_id()),
                login: person.login.to_owned(),
                display_name: person.display_name.to_owned(),
                role: person.account_role,
                password_hash: Some(password_hash.to_owned()),
                created_at: began,
            };
            store::users::insert(tx, &user).await?;
            for open in store::courses::list_open(tx).await? {
                join(self.0, tx, open, user.id, person.course_role, began).await?;
            }
            cast.users.insert(person.login, user.id);
        }
        let author = cast.users.values().next().copied();
        let reader = author.ok_or_else(|| Error::internal("the demonstration has no people"))?;
        for entry in store::channels::list_for(tx, course_id, reader).await? {
            cast.channels.insert(entry.channel.name, entry.channel.id);
        }
        Ok(cast)
    }

    async fn insert_second(
        &self,
        tx: &mut Tx,
        cast: &Cast,
        began: Timestamp,
        now: Timestamp,
    ) -> Result<(), Error> {
        let row = NewCourse {
            id: CourseId(self.0.clock.new_id()),
            is_open: false,
            created_at: began,
            ..row_of(second_course())
        };
        let unknown = || Error::internal("the second course has somebody unknown");
        Courses(self.0).insert(tx, &row, &DEFAULT_CHANNELS, None).await?;
        let mut second = Cast { users: cast.users.clone(), ..Cast::default() };
        for (login, role) in second_people() {
            let user_id = *cast.users.get(login).ok_or_else(unknown)?;
            join(self.0, tx, row.id, user_id, *role, began).await?;
            for entry in store::channels::list_for(tx, row.id, user_id).await? {
                second.channels.insert(entry.channel.name, entry.channel.id);
            }
        }
        for message in second_messages() {
            self.insert_message(tx, &second, message, now).await?;
        }
        Ok(())
    }

    async fn insert_message(
        &self,
        tx: &mut Tx,
        cast: &Cast,
        message: &DemoMessage,
        now: Timestamp,
    ) -> Result<(), Error> {
        let unknown = || Error::internal(format!("unknown name near `{}`", message.body));
        let channel_id = *cast.channels.get(message.channel).ok_or_else(unknown)?;
        let author_id = *cast.users.get(message.author).ok_or_else(unknown)?;
        let subject = Subject::Channel(channel_id);
        let at = now.plus_ms(-message.minutes_ago * 60_000);
        let seq = store::events::advance(tx, &subject).await?;
        let row = NewMessage {
            id: MessageId(self.0.clock.new_id()),
            channel_id,
            position: seq,
            author_id,
            client_message_id: ClientMessageId(self.0.clock.new_id()),
            draft_digest: Sha256::digest(message.body.as_bytes()).into(),
            body: message.body.to_owned(),
            html: rich_text::render(message.body),
            renderer: rich_text::RENDERER_VERSION,
            created_at: at,
            thread_root_id: None,
        };
        store::messages::insert(tx, &row).await?;
        store::channels::count_posted(tx, channel_id, seq).await?;
        let event = NewEvent {
            subject,
            seq,
            at,
            kind: EventKind::MessagePosted,
            reference: row.id.0,
            detail: None,
            access_version: 1,
        };
        store::events::insert(tx, &event).await?;
        for mark in message.marks.lines() {
            insert_mark(tx, cast, &row, mark).await?;
        }
        Ok(())
    }
}

/// Puts a mark on a message: part of how it was before anybody looked, so no event says it.
async fn insert_mark(
    tx: &mut Tx,
    cast: &Cast,
    message: &NewMessage,
    mark: &'static str,
) -> Result<(), Error> {
    let mut words = mark.split(' ');
    let sign = words.next().unwrap_or_default();
    for login in words {
        let unknown = || Error::internal(format!("unknown login `{login}` in a mark"));
        let user = *cast.users.get(login).ok_or_else(unknown)?;
        let (id, at) = (message.id, message.created_at);
        if sign == "pin" {
            store::messages::pin(tx, id, user, at, message.position).await?;
        } else {
            store::reactions::add(tx, id, user, sign, at).await?;
        }
    }
    Ok(())
}

impl DemoAccount {
    fn of(person: &super::DemoPerson) -> Self {
        Self {
            login: person.login.to_owned(),
            password: DEMO_PASSWORD.to_owned(),
            role: person.course_role.to_string(),
            display_name: person.display_name.to_owned(),
        }
    }
}

fn row_of(course: DemoCourse) -> NewCourse {
    NewCourse {
        id: CourseId(uuid::Uuid::nil()),
        slug: course.slug.to_owned(),
        code: course.code.to_owned(),
        title: course.title.to_owned(),
        term: course.term.to_owned(),
        is_open: false,
        created_at: Timestamp(0),
    }
}

/// Everybody has read everything but the last hours.
async fn mark_read(tx: &mut Tx, cast: &Cast, now: Timestamp) -> Result<(), Error> {
    let mut read = HashMap::<&str, i64>::new();
    for message in messages() {
        if message.minutes_ago >= READ_AFTER_MINUTES {
            *read.entry(message.channel).or_default() += 1;
        }
    }
    for (channel, count) in read {
        let channel_id = cast.channels[channel];
        for user_id in cast.users.values() {
            let position = protocol::cursor::Seq(count);
            store::read_markers::advance(tx, *user_id, channel_id, position, now).await?;
        }
    }
    Ok(())
}

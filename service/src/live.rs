//! What the hub needs: who may follow a subject, what was missed, where the heads are.

use std::collections::HashSet;
use std::sync::Arc;

use protocol::channel::Channel;
use protocol::course::Course;
use protocol::cursor::{Seq, Subject};
use protocol::event::{Event, EventKind};
use protocol::fault::Fault;
use protocol::id::{ChannelId, CourseId, MessageId, SessionId, UserId};
use protocol::limits::{CHANNELS_PER_COURSE_MAX, REPLAY_AGE_MS_MAX, REPLAY_EVENTS_MAX};
use protocol::message::Message;
use protocol::reaction::ReactionChange;
use store::Tx;
use store::events::EventRow;

use crate::Inner;
use crate::actor::Actor;
use crate::auth;
use crate::authorize;
use crate::broker::{Activity, Recorded};
use crate::error::Error;
use crate::messages::activity;

/// The right to follow a subject, as it stood at an access version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The subject's head.
    pub head: Seq,
    /// Events of a later access version need a new grant.
    pub access_version: i64,
    /// The course in which the subject lies.
    pub course: Option<CourseId>,
    /// For a course: the groups in it of whose activity the person may know.
    pub groups: Arc<[ChannelId]>,
}

/// Operations for the hub.
pub struct Live<'a>(pub(crate) &'a Inner);

impl Live<'_> {
    /// Returns the identity of the database lineage.
    pub fn epoch(&self) -> &str {
        &self.0.epoch
    }

    /// Grants the right to follow a subject, or says `not_found`, or `unauthenticated` if the session is over.
    pub async fn grant(&self, actor: &Actor, subject: &Subject) -> Result<Grant, Error> {
        let (actor, subject, now) = (*actor, *subject, self.0.clock.now());
        self.0
            .store
            .read(async |tx| {
                authorize::live_session(tx, &actor, now).await?;
                let course = authorize_subject(tx, &actor, subject).await?;
                let access_version = match course {
                    Some(course_id) => store::courses::access_version(tx, course_id).await?,
                    None => 0,
                };
                let head = store::events::head(tx, &subject).await?;
                let groups = match subject {
                    Subject::Course(course_id) => {
                        let limit = CHANNELS_PER_COURSE_MAX;
                        store::memberships::groups_of(tx, course_id, actor.user_id, limit).await?
                    }
                    _ => Vec::new(),
                };
                Ok(Grant { head, access_version, course, groups: groups.into() })
            })
            .await
    }

    /// Returns the head if a client at this cursor must take a fresh snapshot: it is too far
    /// behind, too old, or ahead of the journal.
    pub async fn is_stale(&self, subject: &Subject, after: Seq) -> Result<Option<Seq>, Error> {
        let (subject, now) = (*subject, self.0.clock.now());
        self.0
            .store
            .read(async |tx| {
                let head = store::events::head(tx, &subject).await?;
                let behind = head.0.saturating_sub(after.0);
                if behind == 0 {
                    return Ok(None);
                }
                let oldest = store::events::first_at_after(tx, &subject, after).await?;
                let is_old = oldest.is_none_or(|at| now.since_ms(at) > REPLAY_AGE_MS_MAX);
                let is_stale = !(0..=REPLAY_EVENTS_MAX).contains(&behind) || is_old;
                Ok(is_stale.then_some(head))
            })
            .await
    }

    /// Returns the events after a cursor, each with its thing as it is now: never words that were
    /// deleted since.
    pub async fn replay(
        &self,
        subject: &Subject,
        after: Seq,
        limit: i64,
    ) -> Result<Vec<Recorded>, Error> {
        let subject = *subject;
        self.0
            .store
            .read(async |tx| {
                let rows = store::events::list(tx, &subject, after, limit).await?;
                let mut events = Vec::with_capacity(rows.len());
                for row in rows {
                    events.push(recall(tx, subject, row).await?);
                }
                Ok(events)
            })
            .await
    }

    /// Returns the versions of the rights in these courses.
    pub async fn access_versions(
        &self,
        courses: &[CourseId],
    ) -> Result<Vec<(CourseId, i64)>, Error> {
        self.0.store.read(async |tx| Ok(store::courses::access_versions(tx, courses).await?)).await
    }

    /// Returns those of the sessions that are over: ended, voided, too old, or of a closed account.
    pub async fn ended_sessions(&self, sessions: &[SessionId]) -> Result<Vec<SessionId>, Error> {
        let now = self.0.clock.now();
        let among = async |tx: &mut Tx| store::sessions::list_among(tx, sessions).await;
        let rows = self.0.store.read::<_, store::Error>(among).await?;
        let alive: HashSet<SessionId> =
            rows.iter().filter(|row| auth::is_alive(row, now)).map(|row| row.id).collect();
        Ok(sessions.iter().copied().filter(|session| !alive.contains(session)).collect())
    }

    /// Returns the heads of those subjects that have one.
    pub async fn heads(&self, subjects: &[Subject]) -> Result<Vec<(Subject, Seq)>, Error> {
        self.0.store.read(async |tx| Ok(store::events::heads(tx, subjects).await?)).await
    }
}

/// Decides who may open which subject; the table is in the contract.
async fn authorize_subject(
    tx: &mut Tx,
    actor: &Actor,
    subject: Subject,
) -> Result<Option<CourseId>, Error> {
    match subject {
        Subject::Channel(channel_id) => {
            Ok(authorize::read(tx, actor, channel_id).await?.channel.course_id)
        }
        Subject::Course(course_id) => {
            Ok(Some(authorize::see_course(tx, actor, course_id).await?.course_id))
        }
        Subject::User(user_id) if user_id == actor.user_id => Ok(None),
        // Nothing is written to the staff subjects yet, so nobody follows them.
        Subject::User(_) | Subject::ChannelStaff(_) | Subject::CourseStaff(_) => {
            Err(Fault::not_found().into())
        }
    }
}

/// Builds an event from the current rows.
async fn recall(tx: &mut Tx, subject: Subject, row: EventRow) -> Result<Recorded, Error> {
    let EventRow { seq, at, kind, reference, detail, access_version } = row;
    let event = match kind {
        EventKind::MessagePosted
        | EventKind::MessageEdited
        | EventKind::MessageDeleted
        | EventKind::MessagePinned
        | EventKind::MessageUnpinned
        | EventKind::ReactionAdded
        | EventKind::ReactionRemoved => {
            let message = store::messages::find(tx, MessageId(reference), None).await?;
            message.and_then(|message| recall_message(kind, detail.as_deref(), message))
        }
        EventKind::ChannelChanged | EventKind::ChannelArchived => {
            let channel = store::channels::find(tx, ChannelId(reference)).await?;
            channel.map(|channel| match kind {
                EventKind::ChannelChanged => Event::ChannelChanged { channel },
                _ => Event::ChannelArchived { channel },
            })
        }
        EventKind::ChannelCreated | EventKind::ChannelListed => {
            let channel = store::channels::find(tx, ChannelId(reference)).await?;
            // One that was made private since is nobody's business in the course.
            channel.filter(Channel::is_listed).map(|channel| match kind {
                EventKind::ChannelCreated => Event::ChannelCreated { channel },
                _ => Event::ChannelListed { channel },
            })
        }
        EventKind::MemberJoined | EventKind::MemberChanged => {
            recall_member(tx, subject, kind, UserId(reference)).await?
        }
        EventKind::MemberLeft => Some(Event::MemberLeft { user_id: UserId(reference) }),
        EventKind::AccessGranted => recall_access(tx, subject, ChannelId(reference)).await?,
        EventKind::AccessRevoked => Some(Event::AccessRevoked { channel_id: ChannelId(reference) }),
        EventKind::ChannelUnlisted => {
            Some(Event::ChannelUnlisted { channel_id: ChannelId(reference) })
        }
        EventKind::CourseChanged => {
            let row = store::courses::find(tx, CourseId(reference)).await?;
            row.map(|row| Event::CourseChanged { course: row.course })
        }
        EventKind::PersonJoined | EventKind::PersonChanged => {
            recall_person(tx, subject, kind, UserId(reference)).await?
        }
        EventKind::CourseGranted => recall_course(tx, subject, CourseId(reference)).await?,
        EventKind::CourseRevoked => Some(Event::CourseRevoked { course_id: CourseId(reference) }),
        EventKind::PersonLeft => Some(Event::PersonLeft { user_id: UserId(reference) }),
        EventKind::SessionEnded => Some(Event::SessionEnded { session_id: SessionId(reference) }),
    };
    let activity = recall_activity(tx, subject, kind).await?;
    let event = event.unwrap_or(Event::Unknown);
    Ok(Recorded { subject, seq, at, event, access_version, activity })
}

fn recall_message(kind: EventKind, detail: Option<&str>, message: Message) -> Option<Event> {
    Some(match kind {
        EventKind::MessagePosted => Event::MessagePosted { message },
        EventKind::MessageEdited => Event::MessageEdited { message },
        EventKind::MessageDeleted => Event::MessageDeleted { message },
        EventKind::MessagePinned => Event::MessagePinned { message },
        EventKind::MessageUnpinned => Event::MessageUnpinned { message },
        kind => {
            let is_on = kind == EventKind::ReactionAdded;
            let ReactionChange { user_id, emoji, .. } = ReactionChange::parse(detail?, is_on)?;
            let emoji = emoji.to_owned();
            if is_on {
                Event::ReactionAdded { message, user_id, emoji }
            } else {
                Event::ReactionRemoved { message, user_id, emoji }
            }
        }
    })
}

async fn recall_person(
    tx: &mut Tx,
    subject: Subject,
    kind: EventKind,
    user_id: UserId,
) -> Result<Option<Event>, Error> {
    let Subject::Course(course_id) = subject else { return Ok(None) };
    // Whoever has left since is counted here, and counted out by what follows.
    let person = store::enrollments::anybody(tx, course_id, user_id).await?;
    Ok(person.map(|person| match kind {
        EventKind::PersonJoined => Event::PersonJoined { person },
        _ => Event::PersonChanged { person },
    }))
}

async fn recall_member(
    tx: &mut Tx,
    subject: Subject,
    kind: EventKind,
    user_id: UserId,
) -> Result<Option<Event>, Error> {
    let Subject::Channel(channel_id) = subject else { return Ok(None) };
    let member = store::memberships::find(tx, channel_id, user_id).await?;
    Ok(member.map(|member| match kind {
        EventKind::MemberJoined => Event::MemberJoined { member },
        _ => Event::MemberChanged { member },
    }))
}

/// Says of a channel what the person may know of it now, whatever was granted then.
async fn recall_access(
    tx: &mut Tx,
    subject: Subject,
    channel_id: ChannelId,
) -> Result<Option<Event>, Error> {
    let Subject::User(user_id) = subject else { return Ok(None) };
    let facts = store::facts::of_channel(tx, user_id, channel_id).await?;
    let seen = facts.and_then(|(facts, channel)| Some((facts.can_see().ok()?, channel)));
    Ok(Some(match seen {
        Some((place, channel)) => Event::AccessGranted { channel, role: place.role },
        None => Event::AccessRevoked { channel_id },
    }))
}

/// Returns a course to the person who was enrolled in it, if they still are.
async fn recall_course(
    tx: &mut Tx,
    subject: Subject,
    course_id: CourseId,
) -> Result<Option<Event>, Error> {
    let Subject::User(user_id) = subject else { return Ok(None) };
    let my_role = store::enrollments::role(tx, course_id, user_id).await?;
    let row = store::courses::find(tx, course_id).await?.filter(|_| my_role.is_some());
    Ok(row.map(|row| Event::CourseGranted { course: Course { my_role, ..row.course } }))
}

async fn recall_activity(
    tx: &mut Tx,
    subject: Subject,
    kind: EventKind,
) -> Result<Option<Activity>, Error> {
    let (Subject::Channel(channel_id), EventKind::MessagePosted | EventKind::MessageDeleted) =
        (subject, kind)
    else {
        return Ok(None);
    };
    let Some(channel) = store::channels::find(tx, channel_id).await? else { return Ok(None) };
    let counters = store::channels::find_counters(tx, channel_id).await?;
    Ok(counters.and_then(|counters| activity(&channel, counters)))
}

//! Loads the facts inside the transaction, asks the permission table, and returns proofs. The
//! mutations demand a proof, so a forgotten check does not compile; only this module can make one.
//! In a write transaction the store keeps the facts as they are until the commit.

use protocol::channel::Channel;
use protocol::fault::Fault;
use protocol::id::{ChannelId, CourseId, MessageId, UserId};
use protocol::message::Message;
use protocol::permission::{Action, Facts, PersonAction, PersonFacts, Refusal};
use protocol::time::Timestamp;
use protocol::user::Person;
use store::Tx;
use store::facts;
use store::users::UserRow;

use crate::Inner;
use crate::accounts::By;
use crate::actor::Actor;
use crate::auth;
use crate::error::Error;
use crate::journal::Stamp;

/// The account is the actor's own, and their session is good.
pub(crate) struct OwnsAccount {
    pub(crate) user: UserRow,
    _proof: (),
}

/// The account may be managed.
pub(crate) struct CanManageAccount {
    pub(crate) user: UserRow,
    _proof: (),
}

/// The actor may see the course.
pub(crate) struct CanSeeCourse {
    pub(crate) course_id: CourseId,
    _proof: (),
}

/// The actor may make a course.
pub(crate) struct CanCreateCourse {
    _proof: (),
}

/// The actor may change the course. Its access version is raised already.
pub(crate) struct CanChangeCourse {
    pub(crate) course_id: CourseId,
    pub(crate) stamp: Stamp,
}

/// The actor may enrol people in the course; what else they may do depends on the person. The
/// course's access version is raised already.
pub(crate) struct CanManagePeople {
    pub(crate) course_id: CourseId,
    pub(crate) facts: Facts,
    pub(crate) stamp: Stamp,
}

/// The actor may do to a person's enrollment what was asked for.
pub(crate) struct CanChangePerson {
    pub(crate) course_id: CourseId,
    pub(crate) person: Person,
    pub(crate) stamp: Stamp,
}

/// The actor may make a course channel.
pub(crate) struct CanCreateChannel {
    pub(crate) course_id: CourseId,
    pub(crate) stamp: Stamp,
}

/// The actor may read the channel and follow it.
pub(crate) struct CanRead {
    pub(crate) channel: Channel,
    pub(crate) facts: Facts,
}

/// The actor may post in the channel.
pub(crate) struct CanPost {
    pub(crate) channel: Channel,
    pub(crate) stamp: Stamp,
}

/// The actor may change the channel's settings, or archive and restore it.
pub(crate) struct CanManage {
    pub(crate) channel: Channel,
    pub(crate) stamp: Stamp,
}

/// The actor may make a group.
pub(crate) struct CanCreateGroup {
    pub(crate) course_id: CourseId,
    pub(crate) facts: Facts,
    pub(crate) stamp: Stamp,
}

/// The actor may make a public channel private, or the other way round.
pub(crate) struct CanChangeKind {
    pub(crate) channel: Channel,
    pub(crate) stamp: Stamp,
}

/// The actor may know that the channel exists and who its members are.
pub(crate) struct CanSeeMembers {
    pub(crate) channel: Channel,
    _proof: (),
}

/// The actor may do to the channel's members what was asked for.
pub(crate) struct CanChangeMembers {
    pub(crate) channel: Channel,
    pub(crate) facts: Facts,
    pub(crate) stamp: Stamp,
}

/// The actor may replace the words of this message of their own.
pub(crate) struct CanEdit {
    pub(crate) message: Message,
    pub(crate) facts: Facts,
    pub(crate) stamp: Stamp,
}

/// The actor may read what this message said before.
pub(crate) struct CanSeeVersions {
    pub(crate) message_id: MessageId,
    _proof: (),
}

/// The actor may do to this message what was asked for; it may show no words any more.
pub(crate) struct CanMark {
    pub(crate) message: Message,
    pub(crate) facts: Facts,
    pub(crate) stamp: Stamp,
}

/// The actor may delete this message of their own.
pub(crate) struct CanDelete {
    pub(crate) message: Message,
    pub(crate) channel: Channel,
    pub(crate) stamp: Stamp,
}

/// Whether the actor may change their own account: their session is still good. Nobody else changes the
/// account until the transaction ends.
pub(crate) async fn own_account(
    tx: &mut Tx,
    actor: &Actor,
    now: Timestamp,
) -> Result<OwnsAccount, Error> {
    let user = store::users::find_locked(tx, actor.user_id).await?;
    live_session(tx, actor, now).await?;
    let user = user.ok_or_else(Fault::unauthenticated)?;
    Ok(OwnsAccount { user, _proof: () })
}

/// Whether the actor's session is still good.
pub(crate) async fn live_session(tx: &mut Tx, actor: &Actor, now: Timestamp) -> Result<(), Error> {
    let session = store::sessions::find(tx, actor.session_id).await?;
    let is_alive = session
        .is_some_and(|session| session.user_id == actor.user_id && auth::is_alive(&session, now));
    if is_alive { Ok(()) } else { Err(Fault::unauthenticated().into()) }
}

/// Whether the account may be managed on this word. Until the transaction ends nobody else changes it,
/// nor any admin's.
pub(crate) async fn manage_account(
    tx: &mut Tx,
    by: By,
    user_id: UserId,
) -> Result<CanManageAccount, Error> {
    let actor_id = match by {
        By::Person(actor) => actor.user_id,
        By::Operator => user_id,
    };
    store::users::lock_with_admins(tx, actor_id, user_id).await?;
    if let By::Person(actor) = by {
        let facts = facts::of_account(tx, actor.user_id).await?;
        facts.ok_or(Refusal::NotFound)?.decide(Action::ManageAccounts)?;
    }
    let user = store::users::find(tx, user_id).await?.ok_or(Refusal::NotFound)?;
    Ok(CanManageAccount { user, _proof: () })
}

/// Whether the actor may see a course.
pub(crate) async fn see_course(
    tx: &mut Tx,
    actor: &Actor,
    course_id: CourseId,
) -> Result<CanSeeCourse, Error> {
    course_facts(tx, actor, course_id).await?.decide(Action::SeeCourse)?;
    Ok(CanSeeCourse { course_id, _proof: () })
}

/// Whether the actor may make a course.
pub(crate) async fn create_course(tx: &mut Tx, actor: &Actor) -> Result<CanCreateCourse, Error> {
    let facts = facts::of_account(tx, actor.user_id).await?;
    facts.ok_or(Refusal::NotFound)?.decide(Action::CreateCourse)?;
    Ok(CanCreateCourse { _proof: () })
}

/// Whether the actor may change a course.
pub(crate) async fn change_course(
    inner: &Inner,
    tx: &mut Tx,
    actor: &Actor,
    course_id: CourseId,
    at: Timestamp,
) -> Result<CanChangeCourse, Error> {
    let (facts, stamp) = fenced_course(inner, tx, actor, course_id, at).await?;
    facts.decide(Action::ChangeCourse)?;
    Ok(CanChangeCourse { course_id, stamp })
}

/// Whether the actor may manage a course's people.
pub(crate) async fn manage_people(
    inner: &Inner,
    tx: &mut Tx,
    actor: &Actor,
    course_id: CourseId,
    at: Timestamp,
) -> Result<CanManagePeople, Error> {
    let (facts, stamp) = fenced_course(inner, tx, actor, course_id, at).await?;
    facts.decide(Action::ManagePeople)?;
    Ok(CanManagePeople { course_id, facts, stamp })
}

/// Whether somebody who manages people may do this to one of them.
pub(crate) async fn change_person(
    tx: &mut Tx,
    manage: CanManagePeople,
    user_id: UserId,
    action: PersonAction,
) -> Result<CanChangePerson, Error> {
    let CanManagePeople { course_id, facts, stamp } = manage;
    let person = store::enrollments::person(tx, course_id, user_id).await?;
    let person = person.ok_or(Refusal::NotFound)?;
    let about = PersonFacts { account: person.role, course: person.course_role };
    facts.decide_on(action, about)?;
    Ok(CanChangePerson { course_id, person, stamp })
}

/// Whether the actor may leave a course.
pub(crate) async fn leave_course(
    inner: &Inner,
    tx: &mut Tx,
    actor: &Actor,
    course_id: CourseId,
    at: Timestamp,
) -> Result<CanChangePerson, Error> {
    let (facts, stamp) = fenced_course(inner, tx, actor, course_id, at).await?;
    let course = store::courses::find(tx, course_id).await?.ok_or(Refusal::NotFound)?.course;
    facts.decide_leaving(course.is_open)?;
    let person = store::enrollments::person(tx, course_id, actor.user_id).await?;
    let person = person.ok_or(Refusal::NotFound)?;
    Ok(CanChangePerson { course_id, person, stamp })
}

/// Whether the actor may make a course channel.
pub(crate) async fn create_channel(
    tx: &mut Tx,
    actor: &Actor,
    course_id: CourseId,
    at: Timestamp,
) -> Result<CanCreateChannel, Error> {
    course_facts(tx, actor, course_id).await?.decide(Action::CreateChannel)?;
    Ok(CanCreateChannel { course_id, stamp: stamp(tx, Some(course_id), at).await? })
}

/// Whether the actor may read a channel: the one `can_see` of pages, sockets and lists.
pub(crate) async fn read(
    tx: &mut Tx,
    actor: &Actor,
    channel_id: ChannelId,
) -> Result<CanRead, Error> {
    let (facts, channel) = channel_facts(tx, actor, channel_id).await?;
    facts.decide(Action::ReadChannel)?;
    Ok(CanRead { channel, facts })
}

/// Whether somebody who may read may also post.
pub(crate) async fn post(tx: &mut Tx, read: CanRead, at: Timestamp) -> Result<CanPost, Error> {
    read.facts.decide(Action::PostMessage)?;
    let stamp = stamp(tx, read.channel.course_id, at).await?;
    Ok(CanPost { channel: read.channel, stamp })
}

/// Whether the actor may do `action`, one of `ChangeChannel` and `ArchiveChannel`.
pub(crate) async fn manage(
    tx: &mut Tx,
    actor: &Actor,
    channel_id: ChannelId,
    action: Action,
    at: Timestamp,
) -> Result<CanManage, Error> {
    if let Some(course_id) = store::channels::course_of(tx, channel_id).await? {
        store::courses::pass_gate_alone(tx, course_id).await?;
    }
    let (facts, channel) = channel_facts(tx, actor, channel_id).await?;
    facts.decide(action)?;
    let stamp = stamp(tx, channel.course_id, at).await?;
    Ok(CanManage { channel, stamp })
}

/// Whether the actor may make a group.
pub(crate) async fn create_group(
    inner: &Inner,
    tx: &mut Tx,
    actor: &Actor,
    course_id: CourseId,
    at: Timestamp,
) -> Result<CanCreateGroup, Error> {
    // Of a course that is not there, nothing can be raised.
    store::courses::find(tx, course_id).await?.ok_or(Refusal::NotFound)?;
    let stamp = inner.journal.raise_fence(tx, course_id, at).await?;
    let facts = course_facts(tx, actor, course_id).await?;
    facts.decide(Action::CreateGroup)?;
    Ok(CanCreateGroup { course_id, facts, stamp })
}

/// Whether the actor may change who a channel is for.
pub(crate) async fn change_kind(
    inner: &Inner,
    tx: &mut Tx,
    actor: &Actor,
    channel_id: ChannelId,
    at: Timestamp,
) -> Result<CanChangeKind, Error> {
    let (facts, channel, stamp) = fenced_facts(inner, tx, actor, channel_id, at).await?;
    facts.decide(Action::ChangeKind)?;
    Ok(CanChangeKind { channel, stamp })
}

/// Whether the actor may know who is a member of a channel.
pub(crate) async fn see_members(
    tx: &mut Tx,
    actor: &Actor,
    channel_id: ChannelId,
) -> Result<CanSeeMembers, Error> {
    let (facts, channel) = channel_facts(tx, actor, channel_id).await?;
    facts.decide(Action::SeeMembers)?;
    Ok(CanSeeMembers { channel, _proof: () })
}

/// Whether the actor may look for people to add.
pub(crate) async fn see_candidates(
    tx: &mut Tx,
    actor: &Actor,
    channel_id: ChannelId,
) -> Result<CanSeeMembers, Error> {
    let (facts, channel) = channel_facts(tx, actor, channel_id).await?;
    facts.decide(Action::InviteMember)?;
    Ok(CanSeeMembers { channel, _proof: () })
}

/// Whether the actor may do `action` to a channel's members: `InviteMember`, `ManageMembers`,
/// `JoinChannel` or `LeaveChannel`.
pub(crate) async fn change_members(
    inner: &Inner,
    tx: &mut Tx,
    actor: &Actor,
    channel_id: ChannelId,
    action: Action,
    at: Timestamp,
) -> Result<CanChangeMembers, Error> {
    let (facts, channel, stamp) = fenced_facts(inner, tx, actor, channel_id, at).await?;
    facts.decide(action)?;
    Ok(CanChangeMembers { channel, facts, stamp })
}

/// Whether the actor may read a message.
pub(crate) async fn read_message(
    tx: &mut Tx,
    actor: &Actor,
    message_id: MessageId,
    now: Timestamp,
) -> Result<Message, Error> {
    let (facts, _, message) = message_facts(tx, actor, message_id, now).await?;
    facts.decide(Action::ReadChannel)?;
    Ok(message)
}

/// Whether the actor may replace the words of a message of their own.
pub(crate) async fn edit_own(
    tx: &mut Tx,
    actor: &Actor,
    message_id: MessageId,
    at: Timestamp,
) -> Result<CanEdit, Error> {
    let (facts, channel, message) = message_facts(tx, actor, message_id, at).await?;
    facts.decide(Action::EditOwnMessage)?;
    let stamp = stamp(tx, channel.course_id, at).await?;
    Ok(CanEdit { message, facts, stamp })
}

/// Whether the actor may read what a message said before.
pub(crate) async fn see_versions(
    tx: &mut Tx,
    actor: &Actor,
    message_id: MessageId,
    now: Timestamp,
) -> Result<CanSeeVersions, Error> {
    let (facts, ..) = message_facts(tx, actor, message_id, now).await?;
    facts.decide(Action::SeeVersions)?;
    Ok(CanSeeVersions { message_id, _proof: () })
}

/// Whether the actor may delete a message of their own.
pub(crate) async fn delete_own(
    tx: &mut Tx,
    actor: &Actor,
    message_id: MessageId,
    at: Timestamp,
) -> Result<CanDelete, Error> {
    let (facts, channel, message) = message_facts(tx, actor, message_id, at).await?;
    facts.decide(Action::DeleteOwnMessage)?;
    let stamp = stamp(tx, channel.course_id, at).await?;
    Ok(CanDelete { message, channel, stamp })
}

/// Whether the actor may react to a message, or pin it.
pub(crate) async fn mark(
    tx: &mut Tx,
    actor: &Actor,
    message_id: MessageId,
    action: Action,
    at: Timestamp,
) -> Result<CanMark, Error> {
    let (facts, channel, message) = message_facts(tx, actor, message_id, at).await?;
    facts.decide(action)?;
    let stamp = stamp(tx, channel.course_id, at).await?;
    Ok(CanMark { message, facts, stamp })
}

async fn course_facts(tx: &mut Tx, actor: &Actor, course_id: CourseId) -> Result<Facts, Error> {
    let facts = facts::of_course(tx, actor.user_id, course_id).await?;
    Ok(facts.ok_or(Refusal::NotFound)?)
}

async fn channel_facts(
    tx: &mut Tx,
    actor: &Actor,
    channel_id: ChannelId,
) -> Result<(Facts, Channel), Error> {
    let facts = facts::of_channel(tx, actor.user_id, channel_id).await?;
    Ok(facts.ok_or(Refusal::NotFound)?)
}

/// Loads facts for a change of who may see what: raises the course's access version first, so
/// that nothing else that is decided in the course goes on beside it.
async fn fenced_facts(
    inner: &Inner,
    tx: &mut Tx,
    actor: &Actor,
    channel_id: ChannelId,
    at: Timestamp,
) -> Result<(Facts, Channel, Stamp), Error> {
    let course_id = store::channels::course_of(tx, channel_id).await?;
    let stamp = match course_id {
        Some(course_id) => inner.journal.raise_fence(tx, course_id, at).await?,
        None => Stamp { at, access_version: 0 },
    };
    let (facts, channel) = channel_facts(tx, actor, channel_id).await?;
    Ok((facts, channel, stamp))
}

async fn message_facts(
    tx: &mut Tx,
    actor: &Actor,
    message_id: MessageId,
    now: Timestamp,
) -> Result<(Facts, Channel, Message), Error> {
    let facts = facts::of_message(tx, actor.user_id, message_id, now).await?;
    Ok(facts.ok_or(Refusal::NotFound)?)
}

/// Loads facts for a change of the course or of who is in it: raises its access version first, so
/// that nothing else that is decided in the course goes on beside it.
async fn fenced_course(
    inner: &Inner,
    tx: &mut Tx,
    actor: &Actor,
    course_id: CourseId,
    at: Timestamp,
) -> Result<(Facts, Stamp), Error> {
    // Of a course that is not there, nothing can be raised.
    store::courses::find(tx, course_id).await?.ok_or(Refusal::NotFound)?;
    let stamp = inner.journal.raise_fence(tx, course_id, at).await?;
    let facts = course_facts(tx, actor, course_id).await?;
    Ok((facts, stamp))
}

/// Reads the access version under a share lock: the fence of everything that is recorded.
async fn stamp(tx: &mut Tx, course_id: Option<CourseId>, at: Timestamp) -> Result<Stamp, Error> {
    let access_version = match course_id {
        Some(course_id) => store::courses::access_version(tx, course_id).await?,
        None => 0,
    };
    Ok(Stamp { at, access_version })
}

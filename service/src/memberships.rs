//! Members of channels: who they are, adding and removing them, their roles. Whatever changes who
//! may see what raises the course's access version first, see [`crate::authorize`].

use protocol::channel::{Channel, ChannelKind, ChannelName, ChannelRole};
use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FaultCode, FieldCode};
use protocol::id::{ChannelId, UserId};
use protocol::limits::{CANDIDATES_MAX, DISPLAY_NAME_CHARS_MAX, PAGE_MEMBERS_MAX};
use protocol::membership::{GroupOutline, Member, MembersPage};
use protocol::permission::Action;
use protocol::user::{Login, Person};
use store::Tx;
use store::memberships::MembersKey;

use crate::Inner;
use crate::actor::Actor;
use crate::authorize::{self, CanChangeMembers, CanSeeMembers};
use crate::error::Error;
use crate::names::channel_name_key;

/// What somebody types to add a person.
pub struct NewMember {
    /// Whom: the login of somebody in the course.
    pub login: String,
    /// As what.
    pub role: ChannelRole,
}

/// Operations on members.
pub struct Memberships<'a>(pub(crate) &'a Inner);

impl Memberships<'_> {
    /// Returns a page of a channel's members: owners first, then by name. `after` is the `next` of
    /// the page before.
    pub async fn list(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        after: Option<String>,
    ) -> Result<MembersPage, Error> {
        let actor = *actor;
        let after = after.map(|key| parse_key(&key)).transpose()?;
        self.0
            .store
            .read(async |tx| {
                let proof = authorize::see_members(tx, &actor, channel_id).await?;
                page(tx, &proof, after).await
            })
            .await
    }

    /// Returns what somebody may know of the channel at an address without reading it: course staff
    /// of a group that they have not joined.
    pub async fn outline(
        &self,
        actor: &Actor,
        course_slug: &str,
        name: &str,
    ) -> Result<GroupOutline, Error> {
        let actor = *actor;
        let name = ChannelName::parse(name).map_err(|_| Fault::not_found())?;
        let key = channel_name_key(&name);
        self.0
            .store
            .read(async |tx| {
                let course = store::courses::find_by_slug(tx, course_slug).await?;
                let course_id = course.ok_or_else(Fault::not_found)?.course.id;
                let found = store::channels::find_by_name_key(tx, course_id, &key).await?;
                let channel_id = found.ok_or_else(Fault::not_found)?.id;
                let proof = authorize::see_members(tx, &actor, channel_id).await?;
                let members = page(tx, &proof, None).await?;
                Ok(GroupOutline { id: channel_id, name: proof.channel.name, members })
            })
            .await
    }

    /// Returns people of the course who could be added and whose name or login holds a text.
    pub async fn candidates(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        text: &str,
    ) -> Result<Vec<Person>, Error> {
        let actor = *actor;
        let text: String = text.trim().chars().take(DISPLAY_NAME_CHARS_MAX).collect();
        self.0
            .store
            .read(async |tx| {
                let proof = authorize::see_candidates(tx, &actor, channel_id).await?;
                let Some(course_id) = proof.channel.course_id else { return Ok(Vec::new()) };
                let limit = CANDIDATES_MAX;
                let found =
                    store::memberships::candidates(tx, course_id, channel_id, &text, limit).await?;
                Ok(found)
            })
            .await
    }

    /// Adds somebody of the course. Whoever may only invite adds plain members.
    pub async fn add(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        form: NewMember,
    ) -> Result<Member, Error> {
        let stranger = || Fault::field("login", FieldCode::Wrong, None);
        let typed = form.login.trim();
        let login = Login::parse(typed.strip_prefix('@').unwrap_or(typed)).map_err(|fault| {
            let is_empty = fault.fields.iter().any(|field| field.code == FieldCode::Empty);
            if is_empty { fault } else { stranger() }
        })?;
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let action = Action::InviteMember;
                let proof =
                    authorize::change_members(self.0, tx, &actor, channel_id, action, at).await?;
                if form.role != ChannelRole::Member {
                    proof.facts.decide(Action::ManageMembers)?;
                }
                let course_id = proof.channel.course_id.ok_or_else(Fault::not_found)?;
                let person =
                    store::enrollments::find_by_login(tx, course_id, login.as_str()).await?;
                let user_id = person.ok_or_else(stranger)?.id;
                if !store::memberships::insert(tx, channel_id, user_id, form.role, at).await? {
                    return Err(Fault::field("login", FieldCode::Taken, None).into());
                }
                self.tell_joined(tx, &proof, user_id).await
            })
            .await
    }

    /// Gives a member another role; the same one changes nothing. A group keeps an owner.
    pub async fn set_role(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        user_id: UserId,
        role: ChannelRole,
    ) -> Result<Member, Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let action = Action::ManageMembers;
                let proof =
                    authorize::change_members(self.0, tx, &actor, channel_id, action, at).await?;
                let member = get(tx, channel_id, user_id).await?;
                if member.role == role {
                    return Ok(member);
                }
                self.spare_last_owner(tx, &proof, &member).await?;
                store::memberships::set_role(tx, channel_id, user_id, role).await?;
                let member = get(tx, channel_id, user_id).await?;
                let event = Event::MemberChanged { member: member.clone() };
                let own = granted(&proof.channel, Some(role));
                self.tell(tx, &proof, user_id, [event, own]).await?;
                Ok(member)
            })
            .await
    }

    /// Ends somebody's membership; where there is none, nothing changes. A group keeps an owner.
    pub async fn remove(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        user_id: UserId,
    ) -> Result<(), Error> {
        self.end(actor, channel_id, user_id, Action::ManageMembers).await
    }

    /// Ends the actor's own membership of a group. A group keeps an owner.
    pub async fn leave(&self, actor: &Actor, channel_id: ChannelId) -> Result<(), Error> {
        self.end(actor, channel_id, actor.user_id, Action::LeaveChannel).await
    }

    /// Makes course staff a member of a group, for everybody in it to see; repeating it changes
    /// nothing.
    pub async fn join(&self, actor: &Actor, channel_id: ChannelId) -> Result<Member, Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let action = Action::JoinChannel;
                let proof =
                    authorize::change_members(self.0, tx, &actor, channel_id, action, at).await?;
                let (user_id, role) = (actor.user_id, ChannelRole::Member);
                if !store::memberships::insert(tx, channel_id, user_id, role, at).await? {
                    return get(tx, channel_id, user_id).await;
                }
                self.tell_joined(tx, &proof, user_id).await
            })
            .await
    }

    async fn end(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        user_id: UserId,
        action: Action,
    ) -> Result<(), Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let proof =
                    authorize::change_members(self.0, tx, &actor, channel_id, action, at).await?;
                let member = store::memberships::find(tx, channel_id, user_id).await?;
                let Some(member) = member else { return Ok(()) };
                self.spare_last_owner(tx, &proof, &member).await?;
                store::memberships::delete(tx, channel_id, user_id).await?;
                let own = if proof.channel.is_listed() {
                    granted(&proof.channel, None)
                } else {
                    Event::AccessRevoked { channel_id }
                };
                self.tell(tx, &proof, user_id, [Event::MemberLeft { user_id }, own]).await
            })
            .await
    }

    /// Refuses if the member is the only one who owns the group.
    async fn spare_last_owner(
        &self,
        tx: &mut Tx,
        proof: &CanChangeMembers,
        member: &Member,
    ) -> Result<(), Error> {
        let Channel { id, kind, .. } = proof.channel;
        if kind == ChannelKind::Private
            && member.role == ChannelRole::Owner
            && store::memberships::count_other_owners(tx, id, member.user.id).await? == 0
        {
            let detail = "A group keeps at least one owner. Make somebody else an owner first.";
            return Err(Fault::conflict("role", FieldCode::LastOwner, None, detail).into());
        }
        Ok(())
    }

    async fn tell_joined(
        &self,
        tx: &mut Tx,
        proof: &CanChangeMembers,
        user_id: UserId,
    ) -> Result<Member, Error> {
        let member = get(tx, proof.channel.id, user_id).await?;
        let event = Event::MemberJoined { member: member.clone() };
        let own = granted(&proof.channel, Some(member.role));
        self.tell(tx, proof, user_id, [event, own]).await?;
        Ok(member)
    }

    /// Tells those who have the channel open, and the person.
    async fn tell(
        &self,
        tx: &mut Tx,
        proof: &CanChangeMembers,
        user_id: UserId,
        [event, own]: [Event; 2],
    ) -> Result<(), Error> {
        let entries =
            vec![(Subject::Channel(proof.channel.id), event), (Subject::User(user_id), own)];
        self.0.journal.append(tx, proof.stamp, entries).await
    }
}

/// Returns what every member of a channel is told of it: their own subject keeps their lists right
/// where the course's does not speak of the channel.
pub(crate) async fn news_for_members(
    tx: &mut Tx,
    channel: &Channel,
) -> Result<Vec<(Subject, Event)>, Error> {
    let members = store::memberships::roles(tx, channel.id).await?;
    let news = |(user_id, role)| (Subject::User(user_id), granted(channel, Some(role)));
    Ok(members.into_iter().map(news).collect())
}

fn granted(channel: &Channel, role: Option<ChannelRole>) -> Event {
    Event::AccessGranted { channel: channel.clone(), role }
}

async fn page(
    tx: &mut Tx,
    proof: &CanSeeMembers,
    after: Option<MembersKey>,
) -> Result<MembersPage, Error> {
    let (channel_id, limit) = (proof.channel.id, PAGE_MEMBERS_MAX);
    let mut items = store::memberships::list(tx, channel_id, after, limit + 1).await?;
    let is_more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| is_more).map(write_key);
    Ok(MembersPage {
        total: store::memberships::count(tx, channel_id).await?,
        as_of: store::events::head(tx, &Subject::Channel(channel_id)).await?,
        items,
        next,
    })
}

async fn get(tx: &mut Tx, channel_id: ChannelId, user_id: UserId) -> Result<Member, Error> {
    let member = store::memberships::find(tx, channel_id, user_id).await?;
    Ok(member.ok_or_else(Fault::not_found)?)
}

fn write_key(member: &Member) -> String {
    let MembersKey { rank, display_name, user_id } = MembersKey::after(member);
    format!("{rank}.{user_id}.{display_name}")
}

fn parse_key(text: &str) -> Result<MembersKey, Fault> {
    let malformed = || Fault::new(FaultCode::Malformed, "The cursor is not one of this list.");
    let mut parts = text.splitn(3, '.');
    let mut part = || parts.next().ok_or_else(malformed);
    let rank = part()?.parse().map_err(|_| malformed())?;
    let user_id = part()?.parse().map_err(|_| malformed())?;
    Ok(MembersKey { rank, user_id, display_name: part()?.to_owned() })
}

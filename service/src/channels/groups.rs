//! Groups: making one, and turning a public channel into one and back. Both change who may see what,
//! and so raise the course's access version first.

use protocol::channel::{Channel, ChannelKind, ChannelRole};
use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FieldCode};
use protocol::id::{ChannelId, CourseId};
use protocol::limits::GROUPS_PER_PERSON_MAX;
use protocol::time::Timestamp;
use store::Tx;
use store::channels::NewChannel;

use crate::actor::Actor;
use crate::authorize;
use crate::channels::{Channels, get, insert};
use crate::error::Error;
use crate::memberships;

impl Channels<'_> {
    pub(super) async fn insert_group(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        course_id: CourseId,
        row: &NewChannel,
    ) -> Result<Channel, Error> {
        let at = row.created_at;
        let proof = authorize::create_group(self.0, tx, actor, course_id, at).await?;
        if !proof.facts.is_course_staff()
            && store::channels::count_made_by(tx, proof.course_id, actor.user_id).await?
                >= i64::from(GROUPS_PER_PERSON_MAX)
        {
            let (code, limit) = (FieldCode::TooMany, Some(GROUPS_PER_PERSON_MAX));
            let detail = "You have made as many groups in this course as one person may.";
            return Err(Fault::conflict("kind", code, limit, detail).into());
        }
        insert(tx, proof.course_id, row).await?;
        let entry = self.take_ownership(tx, actor, row.id, at).await?;
        let channel = get(tx, row.id).await?;
        let mut entries = memberships::news_for_members(tx, &channel).await?;
        entries.extend(entry);
        self.0.journal.append(tx, proof.stamp, entries).await?;
        Ok(channel)
    }

    /// Makes a public channel private, or the other way round; the same kind changes nothing. Whoever
    /// is no member of a channel that becomes private loses it at that commit. A group has an owner:
    /// the actor, if there is none yet.
    pub async fn change_kind(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        kind: ChannelKind,
    ) -> Result<Channel, Error> {
        if !matches!(kind, ChannelKind::Public | ChannelKind::Private) {
            return Err(Fault::field("kind", FieldCode::Wrong, None).into());
        }
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let proof = authorize::change_kind(self.0, tx, &actor, channel_id, at).await?;
                if proof.channel.kind == kind {
                    return Ok(proof.channel);
                }
                store::channels::set_kind(tx, channel_id, kind).await?;
                let joined = if kind == ChannelKind::Private {
                    self.take_ownership(tx, &actor, channel_id, at).await?
                } else {
                    None
                };
                let stamp = proof.stamp;
                let change = |channel| Event::ChannelChanged { channel };
                let channel = self.record_change(tx, channel_id, stamp, change).await?;
                let mut entries = memberships::news_for_members(tx, &channel).await?;
                entries.extend(joined);
                if let Some(course_id) = channel.course_id {
                    let listing = if channel.is_listed() {
                        Event::ChannelListed { channel: channel.clone() }
                    } else {
                        Event::ChannelUnlisted { channel_id }
                    };
                    entries.push((Subject::Course(course_id), listing));
                }
                self.0.journal.append(tx, stamp, entries).await?;
                Ok(channel)
            })
            .await
    }

    /// Makes the actor the owner of a group that has none; returns what its members are told.
    async fn take_ownership(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        channel_id: ChannelId,
        at: Timestamp,
    ) -> Result<Option<(Subject, Event)>, Error> {
        let (user_id, owner) = (actor.user_id, ChannelRole::Owner);
        let role = store::memberships::role(tx, channel_id, user_id).await?;
        let others = store::memberships::count_other_owners(tx, channel_id, user_id).await?;
        if role == Some(owner) || others > 0 {
            return Ok(None);
        }
        let is_new = store::memberships::insert(tx, channel_id, user_id, owner, at).await?;
        if !is_new {
            store::memberships::set_role(tx, channel_id, user_id, owner).await?;
        }
        let member = store::memberships::find(tx, channel_id, user_id).await?;
        let member = member.ok_or_else(Fault::not_found)?;
        let event =
            if is_new { Event::MemberJoined { member } } else { Event::MemberChanged { member } };
        Ok(Some((Subject::Channel(channel_id), event)))
    }
}

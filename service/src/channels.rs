//! Channels: opening, making, changing, archiving, and how far somebody has read.

mod groups;

use protocol::channel::{Channel, ChannelDescription, ChannelKind, ChannelName, Unread};
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::fault::{Fault, FaultCode, FieldCode};
use protocol::id::{ChannelId, CourseId, MessageId};
use protocol::limits::{CHANNELS_PER_COURSE_MAX, PAGE_MESSAGES_DEFAULT};
use protocol::page::PageKey;
use protocol::permission::Action;
use protocol::signal::Signal;
use protocol::snapshot::ChannelSnapshot;
use protocol::time::Timestamp;
use store::channels::NewChannel as ChannelRow;
use store::{Tx, Unique};

use crate::Inner;
use crate::actor::Actor;
use crate::authorize::{self, CanManage};
use crate::error::Error;
use crate::journal::Stamp;
use crate::memberships;
use crate::messages;
use crate::names::channel_name_key;

/// What somebody types to make a channel.
pub struct NewChannel {
    /// Its name, with or without `#`.
    pub name: String,
    /// Its header text.
    pub description: String,
    /// Who it is for: `Public`, `Announcement`, or `Private` for a group.
    pub kind: ChannelKind,
}

/// What somebody types to change a channel.
pub struct ChannelChange {
    /// Its name from now on.
    pub name: String,
    /// Its header text from now on.
    pub description: String,
}

/// Where a channel's address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenedChannel {
    /// Here it is.
    Here(Box<ChannelSnapshot>),
    /// It was renamed.
    Moved {
        /// Its name now.
        name: String,
    },
}

/// Operations on channels.
pub struct Channels<'a>(pub(crate) &'a Inner);

impl Channels<'_> {
    /// Finds a channel by its address and reads the messages it opens with: the newest, or those
    /// around `at`.
    pub async fn open(
        &self,
        actor: &Actor,
        course_slug: &str,
        name: &str,
        at: Option<MessageId>,
    ) -> Result<OpenedChannel, Error> {
        let actor = *actor;
        let name = ChannelName::parse(name).map_err(|_| Fault::not_found())?;
        let key = channel_name_key(&name);
        self.0
            .store
            .read(async |tx| {
                let course = store::courses::find_by_slug(tx, course_slug).await?;
                let course_id = course.ok_or_else(Fault::not_found)?.course.id;
                let found = store::channels::find_by_name_key(tx, course_id, &key).await?;
                let Some(channel) = found else {
                    let old = store::channels::find_by_old_name_key(tx, course_id, &key).await?;
                    let moved = old.ok_or_else(Fault::not_found)?;
                    let read = authorize::read(tx, &actor, moved.id).await?;
                    return Ok(OpenedChannel::Moved { name: read.channel.name });
                };
                let snapshot = self.snapshot(tx, &actor, channel.id, at).await?;
                Ok(OpenedChannel::Here(Box::new(snapshot)))
            })
            .await
    }

    async fn snapshot(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        channel_id: ChannelId,
        at: Option<MessageId>,
    ) -> Result<ChannelSnapshot, Error> {
        let read = authorize::read(tx, actor, channel_id).await?;
        let key = match at {
            None => PageKey::Latest,
            Some(message_id) => {
                let message = store::messages::find(tx, message_id, None).await?;
                let message = message.filter(|message| message.channel_id == channel_id);
                let position = message.and_then(|message| message.position);
                PageKey::Around(position.ok_or_else(Fault::not_found)?)
            }
        };
        let entry = store::channels::entry_for(tx, channel_id, actor.user_id).await?;
        Ok(ChannelSnapshot {
            entry: entry.ok_or_else(Fault::not_found)?,
            page: messages::read_page(tx, actor, &read, key, PAGE_MESSAGES_DEFAULT).await?,
        })
    }

    /// Makes a course channel, or a group, which the actor then owns.
    pub async fn create(
        &self,
        actor: &Actor,
        course_id: CourseId,
        form: NewChannel,
    ) -> Result<Channel, Error> {
        let (name, description) = parse(&form.name, &form.description)?;
        let actor = *actor;
        let row = ChannelRow {
            id: ChannelId(self.0.clock.new_id()),
            course_id: Some(course_id),
            name: name.as_str().to_owned(),
            name_key: channel_name_key(&name),
            description: description.as_str().to_owned(),
            kind: form.kind,
            created_by: Some(actor.user_id),
            created_at: self.0.clock.now(),
        };
        let created = self.0.store.write(async |tx| match form.kind {
            ChannelKind::Public | ChannelKind::Announcement => {
                self.insert_listed(tx, &actor, course_id, &row).await
            }
            ChannelKind::Private => self.insert_group(tx, &actor, course_id, &row).await,
            ChannelKind::Direct => Err(Fault::field("kind", FieldCode::Wrong, None).into()),
        });
        created.await.map_err(name_taken)
    }

    async fn insert_listed(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        course_id: CourseId,
        row: &ChannelRow,
    ) -> Result<Channel, Error> {
        let proof = authorize::create_channel(tx, actor, course_id, row.created_at).await?;
        insert(tx, proof.course_id, row).await?;
        let channel = get(tx, row.id).await?;
        let event = Event::ChannelCreated { channel: channel.clone() };
        let entry = (Subject::Course(proof.course_id), event);
        self.0.journal.append(tx, proof.stamp, vec![entry]).await?;
        Ok(channel)
    }

    /// Renames and describes a channel. Its old address leads to the new one.
    pub async fn change(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        form: ChannelChange,
    ) -> Result<Channel, Error> {
        let (name, description) = parse(&form.name, &form.description)?;
        let key = channel_name_key(&name);
        let (actor, at) = (*actor, self.0.clock.now());
        let changed = self.0.store.write(async |tx| {
            let proof =
                authorize::manage(tx, &actor, channel_id, Action::ChangeChannel, at).await?;
            if proof.channel.name != name.as_str() {
                store::channels::rename(tx, channel_id, name.as_str(), &key).await?;
            }
            if proof.channel.description != description.as_str() {
                store::channels::describe(tx, channel_id, description.as_str()).await?;
            }
            self.tell(tx, &proof, |channel| Event::ChannelChanged { channel }).await
        });
        changed.await.map_err(name_taken)
    }

    /// Makes a channel read-only; repeating it changes nothing.
    pub async fn archive(&self, actor: &Actor, channel_id: ChannelId) -> Result<Channel, Error> {
        let at = self.0.clock.now();
        self.set_archived(actor, channel_id, Some(at), |channel| Event::ChannelArchived { channel })
            .await
    }

    /// Undoes archiving; repeating it changes nothing.
    pub async fn restore(&self, actor: &Actor, channel_id: ChannelId) -> Result<Channel, Error> {
        self.set_archived(actor, channel_id, None, |channel| Event::ChannelChanged { channel })
            .await
    }

    /// Moves the actor's read marker forward and returns the recount; the actor's other tabs are
    /// told. A position behind the marker changes nothing.
    pub async fn mark_read(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        position: Seq,
    ) -> Result<Unread, Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let read = authorize::read(tx, &actor, channel_id).await?;
                let known = store::channels::unread(tx, read.channel.id, actor.user_id).await?;
                let position = position.min(known.last_position);
                store::read_markers::advance(tx, actor.user_id, channel_id, position, at).await?;
                let unread = store::channels::unread(tx, channel_id, actor.user_id).await?;
                let signal = Signal::Read { channel: channel_id, unread };
                self.0.journal.signal(tx, Subject::User(actor.user_id), signal);
                Ok(unread)
            })
            .await
    }

    /// Returns the recount of what the actor has not read.
    pub async fn unread(&self, actor: &Actor, channel_id: ChannelId) -> Result<Unread, Error> {
        let actor = *actor;
        self.0
            .store
            .read(async |tx| {
                let read = authorize::read(tx, &actor, channel_id).await?;
                Ok(store::channels::unread(tx, read.channel.id, actor.user_id).await?)
            })
            .await
    }

    async fn set_archived(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        archived_at: Option<Timestamp>,
        event: impl FnOnce(Channel) -> Event + Send,
    ) -> Result<Channel, Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let proof =
                    authorize::manage(tx, &actor, channel_id, Action::ArchiveChannel, at).await?;
                if proof.channel.archived_at.is_some() == archived_at.is_some() {
                    return Ok(proof.channel);
                }
                store::channels::set_archived(tx, channel_id, archived_at).await?;
                self.tell(tx, &proof, event).await
            })
            .await
    }

    /// Tells those who have the channel open, the course's list, and the members' own.
    async fn tell(
        &self,
        tx: &mut Tx,
        proof: &CanManage,
        event: impl FnOnce(Channel) -> Event,
    ) -> Result<Channel, Error> {
        let channel = self.record_change(tx, proof.channel.id, proof.stamp, event).await?;
        let mut entries = memberships::news_for_members(tx, &channel).await?;
        if let Some(course_id) = channel.course_id.filter(|_| channel.is_listed()) {
            let listed = Event::ChannelListed { channel: channel.clone() };
            entries.push((Subject::Course(course_id), listed));
        }
        self.0.journal.append(tx, proof.stamp, entries).await?;
        Ok(channel)
    }

    /// Records a change in the channel's own subject, and in the channel under which event.
    async fn record_change(
        &self,
        tx: &mut Tx,
        channel_id: ChannelId,
        stamp: Stamp,
        event: impl FnOnce(Channel) -> Event,
    ) -> Result<Channel, Error> {
        let subject = Subject::Channel(channel_id);
        let seq = self.0.journal.advance(tx, subject).await?;
        store::channels::mark_changed(tx, channel_id, seq).await?;
        let channel = get(tx, channel_id).await?;
        self.0.journal.record(tx, (subject, seq), stamp, event(channel.clone()), None).await?;
        Ok(channel)
    }
}

/// Stores a channel, unless its course is full.
async fn insert(tx: &mut Tx, course_id: CourseId, row: &ChannelRow) -> Result<(), Error> {
    if store::channels::count(tx, course_id).await? >= i64::from(CHANNELS_PER_COURSE_MAX) {
        return Err(Fault::new(FaultCode::Conflict, "This course has 500 channels.").into());
    }
    Ok(store::channels::insert(tx, row).await?)
}

/// Parses both fields, so that both faults are told at once.
fn parse(name: &str, description: &str) -> Result<(ChannelName, ChannelDescription), Fault> {
    match (ChannelName::parse(name), ChannelDescription::parse(description)) {
        (Ok(name), Ok(description)) => Ok((name, description)),
        (name, description) => {
            let faults = [name.err(), description.err()];
            Err(Fault::invalid(faults.into_iter().flatten().flat_map(|f| f.fields).collect()))
        }
    }
}

async fn get(tx: &mut Tx, channel_id: ChannelId) -> Result<Channel, Error> {
    let channel = store::channels::find(tx, channel_id).await?;
    Ok(channel.ok_or_else(Fault::not_found)?)
}

fn name_taken(error: Error) -> Error {
    match error {
        Error::Store(error) if error.violates(Unique::ChannelName) => {
            Fault::field("name", FieldCode::Taken, None).into()
        }
        other => other,
    }
}

//! Messages: posting, paging, permalinks, deleting one's own.

mod editing;
mod pins;
mod reactions;

use protocol::channel::Channel;
use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FaultCode};
use protocol::frame::ChannelActivity;
use protocol::id::{ChannelId, ClientMessageId, MessageId};
use protocol::limits::PAGE_MESSAGES_MAX;
use protocol::message::{Message, MessageBody, MessageState};
use protocol::page::{MessagePage, PageKey};
use protocol::permission::Facts;
use protocol::signal::Signal;
use protocol::user::AccountRole;
use sha2::{Digest, Sha256};
use store::channels::Counters;
use store::messages::NewMessage;
use store::{Tx, Unique};

use crate::Inner;
use crate::actor::Actor;
use crate::authorize::{self, CanPost, CanRead};
use crate::broker::{Activity, Audience};
use crate::error::Error;
use crate::rate_limit::RateClass;
use crate::rich_text;

pub use crate::messages::editing::Edit;
pub use crate::messages::reactions::ReactionWish;

/// A message that somebody wants to post.
pub struct Draft {
    /// Where.
    pub channel_id: ChannelId,
    /// The words, as typed.
    pub body: String,
    /// The key that makes a repeat harmless.
    pub client_message_id: ClientMessageId,
}

/// What became of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It is a message now.
    New(Message),
    /// It was one already: the message as it is now.
    Known(Message),
}

impl Posted {
    /// Returns the message.
    pub fn into_message(self) -> Message {
        match self {
            Self::New(message) | Self::Known(message) => message,
        }
    }
}

/// A draft whose words have been parsed and rendered.
struct Rendered {
    body: MessageBody,
    html: String,
    digest: [u8; 32],
    client_message_id: ClientMessageId,
}

/// Operations on messages.
pub struct Messages<'a>(pub(crate) &'a Inner);

impl Messages<'_> {
    /// Posts a draft. The same draft again returns the message as it is now; another draft under
    /// the same key is a `conflict`.
    pub async fn post(&self, actor: &Actor, draft: Draft) -> Result<Posted, Error> {
        let rendered = render(&draft)?;
        match self.try_post(actor, draft.channel_id, &rendered).await {
            // The same key arrived twice at once and the other one was first: now it is known.
            Err(Error::Store(error)) if error.violates(Unique::MessageKey) => {
                self.try_post(actor, draft.channel_id, &rendered).await
            }
            outcome => outcome,
        }
    }

    async fn try_post(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        rendered: &Rendered,
    ) -> Result<Posted, Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let read = authorize::read(tx, &actor, channel_id).await?;
                if let Some(known) = find_known(tx, &actor, channel_id, rendered).await? {
                    return Ok(Posted::Known(known));
                }
                let class = rate_class(&read.facts);
                let proof = authorize::post(tx, read, at).await?;
                self.0.post_limits.check(actor.user_id, class).map_err(Fault::rate_limited)?;
                self.insert(tx, &actor, proof, rendered).await.map(Posted::New)
            })
            .await
    }

    async fn insert(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        proof: CanPost,
        rendered: &Rendered,
    ) -> Result<Message, Error> {
        let channel_id = proof.channel.id;
        let subject = Subject::Channel(channel_id);
        let seq = self.0.journal.advance(tx, subject).await?;
        let row = NewMessage {
            id: MessageId(self.0.clock.new_id()),
            channel_id,
            position: seq,
            author_id: actor.user_id,
            client_message_id: rendered.client_message_id,
            draft_digest: rendered.digest,
            body: rendered.body.as_str().to_owned(),
            html: rendered.html.clone(),
            renderer: rich_text::RENDERER_VERSION,
            created_at: proof.stamp.at,
            thread_root_id: None,
        };
        store::messages::insert(tx, &row).await?;
        let counters = store::channels::count_posted(tx, channel_id, seq).await?;
        let message = get(tx, row.id).await?;
        let event = Event::MessagePosted { message: message.clone() };
        let activity = activity(&proof.channel, counters);
        self.0.journal.record(tx, (subject, seq), proof.stamp, event, activity).await?;
        let unread = store::channels::unread(tx, channel_id, actor.user_id).await?;
        let signal = Signal::Read { channel: channel_id, unread };
        self.0.journal.signal(tx, Subject::User(actor.user_id), signal);
        Ok(message)
    }

    /// Returns a gapless run of a channel's messages; `limit` is cut to 1..=100.
    pub async fn page(
        &self,
        actor: &Actor,
        channel_id: ChannelId,
        key: PageKey,
        limit: u32,
    ) -> Result<MessagePage, Error> {
        let actor = *actor;
        self.0
            .store
            .read(async |tx| {
                let read = authorize::read(tx, &actor, channel_id).await?;
                read_page(tx, &actor, &read, key, limit).await
            })
            .await
    }

    /// Returns one message.
    pub async fn get(&self, actor: &Actor, message_id: MessageId) -> Result<Message, Error> {
        let (actor, now) = (*actor, self.0.clock.now());
        self.0
            .store
            .read(async |tx| authorize::read_message(tx, &actor, message_id, now).await)
            .await
    }

    /// Deletes a message of the actor's own; a tombstone stays. Repeating it changes nothing.
    pub async fn delete_own(&self, actor: &Actor, message_id: MessageId) -> Result<Message, Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let proof = authorize::delete_own(tx, &actor, message_id, at).await?;
                if proof.message.state == MessageState::Deleted {
                    return Ok(proof.message);
                }
                let channel_id = proof.message.channel_id;
                let subject = Subject::Channel(channel_id);
                let seq = self.0.journal.advance(tx, subject).await?;
                store::messages::mark_deleted(tx, message_id, at, seq).await?;
                let counters = store::channels::count_gone(tx, channel_id).await?;
                let message = get(tx, message_id).await?;
                let event = Event::MessageDeleted { message: message.clone() };
                let activity = activity(&proof.channel, counters);
                self.0.journal.record(tx, (subject, seq), proof.stamp, event, activity).await?;
                Ok(message)
            })
            .await
    }
}

/// Returns the key of a draft that a form without scripts posted under its own key: pressing Send twice
/// is one message; the same form with other words, as after Back, is another.
pub fn plain_key(form: ClientMessageId, body: &str) -> ClientMessageId {
    let digest = Sha256::new_with_prefix(form.0).chain_update(body).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    ClientMessageId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Reads a page for somebody who may read the channel.
pub(crate) async fn read_page(
    tx: &mut Tx,
    actor: &Actor,
    read: &CanRead,
    key: PageKey,
    limit: u32,
) -> Result<MessagePage, Error> {
    let channel_id = read.channel.id;
    let limit = limit.clamp(1, PAGE_MESSAGES_MAX);
    let page = store::messages::page(tx, channel_id, key, limit, Some(actor.user_id)).await?;
    let (items, has_before, has_after) = page;
    let as_of = store::events::head(tx, &Subject::Channel(channel_id)).await?;
    Ok(MessagePage { items, has_before, has_after, as_of })
}

/// Returns what a change of a channel's messages means for badges.
pub(crate) fn activity(channel: &Channel, counters: Counters) -> Option<Activity> {
    let Counters { posted, gone, last_position: position } = counters;
    let audience = if channel.is_listed() { Audience::Course } else { Audience::Members };
    let counts = ChannelActivity { channel: channel.id, position, posted, gone };
    channel.course_id.map(|course| Activity { course, audience, channel: counts })
}

fn render(draft: &Draft) -> Result<Rendered, Fault> {
    let body = MessageBody::parse(&draft.body)?;
    Ok(Rendered {
        html: rich_text::render(body.as_str()),
        digest: Sha256::digest(body.as_str().as_bytes()).into(),
        client_message_id: draft.client_message_id,
        body,
    })
}

async fn find_known(
    tx: &mut Tx,
    actor: &Actor,
    channel_id: ChannelId,
    rendered: &Rendered,
) -> Result<Option<Message>, Error> {
    let key = rendered.client_message_id;
    match store::messages::find_by_key(tx, actor.user_id, channel_id, key).await? {
        Some((_, digest)) if digest != rendered.digest => Err(Fault::new(
            FaultCode::Conflict,
            "Another message was sent under this client_message_id.",
        )
        .into()),
        known => Ok(known.map(|(message, _)| message)),
    }
}

/// Returns a message as events say it: the same for everybody.
async fn get(tx: &mut Tx, message_id: MessageId) -> Result<Message, Error> {
    let message = store::messages::find(tx, message_id, None).await?;
    Ok(message.ok_or_else(Fault::not_found)?)
}

fn rate_class(facts: &Facts) -> RateClass {
    match facts.account {
        _ if facts.is_course_staff() => RateClass::Staff,
        AccountRole::Guest => RateClass::Guest,
        AccountRole::Admin | AccountRole::User => RateClass::Student,
    }
}

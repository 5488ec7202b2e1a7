//! Editing one's own message. Every version is kept; of two edits that began from the same words
//! the second is told what the first one wrote.

use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::Fault;
use protocol::id::MessageId;
use protocol::limits::MESSAGE_VERSIONS_MAX;
use protocol::message::{Message, MessageBody, MessageVersion};
use store::messages::NewBody;

use super::{Messages, get, rate_class};
use crate::actor::Actor;
use crate::authorize;
use crate::error::Error;
use crate::rich_text;

/// Words that replace those of a message.
pub struct Edit {
    /// Which message.
    pub message_id: MessageId,
    /// The words, as typed.
    pub body: String,
    /// The version that the author had before them.
    pub version: i32,
}

impl Messages<'_> {
    /// Replaces the words of a message of the actor's own. An edit that began from an older version, or
    /// of a message that is taken away, is a `conflict` that carries the message as it is now. Words
    /// that stand there already change nothing, so that a repeat is harmless.
    pub async fn edit(&self, actor: &Actor, edit: Edit) -> Result<Message, Error> {
        let body = MessageBody::parse(&edit.body)?;
        let html = rich_text::render(body.as_str());
        let (actor, at, message_id) = (*actor, self.0.clock.now(), edit.message_id);
        self.0
            .store
            .write(async |tx| {
                let proof = authorize::edit_own(tx, &actor, message_id, at).await?;
                let message = proof.message;
                if message.is_visible() && message.body == body.as_str() {
                    return Ok(message);
                }
                if !message.is_visible() || message.version != edit.version {
                    return Err(Fault::stale(message).into());
                }
                let class = rate_class(&proof.facts);
                self.0.edit_limits.check(actor.user_id, class).map_err(Fault::rate_limited)?;
                let subject = Subject::Channel(message.channel_id);
                let seq = self.0.journal.advance(tx, subject).await?;
                let new = NewBody {
                    version_from: message.version,
                    body: body.as_str().to_owned(),
                    html: html.clone(),
                    renderer: rich_text::RENDERER_VERSION,
                    edited_at: at,
                    changed_seq: seq,
                };
                store::messages::update_body(tx, message_id, &new).await?;
                let message = get(tx, message_id).await?;
                let event = Event::MessageEdited { message: message.clone() };
                self.0.journal.record(tx, (subject, seq), proof.stamp, event, None).await?;
                Ok(message)
            })
            .await
    }

    /// Returns what a message said before it was edited, newest first; nothing once it is taken
    /// away. For its author and course staff.
    pub async fn versions(
        &self,
        actor: &Actor,
        message_id: MessageId,
    ) -> Result<Vec<MessageVersion>, Error> {
        let (actor, now) = (*actor, self.0.clock.now());
        self.0
            .store
            .read(async |tx| {
                let proof = authorize::see_versions(tx, &actor, message_id, now).await?;
                let limit = MESSAGE_VERSIONS_MAX;
                Ok(store::messages::list_versions(tx, proof.message_id, limit).await?)
            })
            .await
    }
}

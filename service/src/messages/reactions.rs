//! Reactions: one person's emoji under a message. A like is one of them.

use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FaultCode, FieldCode};
use protocol::id::MessageId;
use protocol::limits::{REACTIONS_PER_MESSAGE_MAX, REACTIONS_PER_PERSON_MAX, REACTORS_MAX};
use protocol::message::Message;
use protocol::permission::Action;
use store::Tx;

use super::{Messages, get, rate_class};
use crate::actor::Actor;
use crate::authorize;
use crate::error::Error;

/// What somebody wants their reaction to be.
pub struct ReactionWish {
    /// To which message.
    pub message_id: MessageId,
    /// The emoji, as it came.
    pub emoji: String,
    /// Whether it is to be there.
    pub is_on: bool,
}

impl Messages<'_> {
    /// Adds a reaction of the actor's own, or takes it back; what is so already changes nothing.
    /// Returns the message as it is now, with what is the actor's. A message that is taken away, and
    /// one reaction too many, are a `conflict`; what is no emoji is `invalid`.
    pub async fn react(&self, actor: &Actor, wish: ReactionWish) -> Result<Message, Error> {
        let ReactionWish { message_id, is_on, .. } = wish;
        let emoji = known(&wish.emoji)?;
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let proof = authorize::mark(tx, &actor, message_id, Action::React, at).await?;
                if !proof.message.is_visible() {
                    return Err(Fault::stale(proof.message).into());
                }
                if proof.message.has_mine(emoji) == is_on {
                    return Ok(proof.message);
                }
                let class = rate_class(&proof.facts);
                self.0.reaction_limits.check(actor.user_id, class).map_err(Fault::rate_limited)?;
                if is_on {
                    leave_room(tx, &actor, message_id, emoji).await?;
                    store::reactions::add(tx, message_id, actor.user_id, emoji, at).await?;
                } else {
                    store::reactions::remove(tx, message_id, actor.user_id, emoji).await?;
                }
                let subject = Subject::Channel(proof.message.channel_id);
                let seq = self.0.journal.advance(tx, subject).await?;
                store::messages::touch(tx, message_id, seq).await?;
                let (message, user_id) = (get(tx, message_id).await?, actor.user_id);
                let emoji = emoji.to_owned();
                let event = if is_on {
                    Event::ReactionAdded { message, user_id, emoji }
                } else {
                    Event::ReactionRemoved { message, user_id, emoji }
                };
                self.0.journal.record(tx, (subject, seq), proof.stamp, event, None).await?;
                let message = store::messages::find(tx, message_id, Some(user_id)).await?;
                Ok(message.ok_or_else(Fault::not_found)?)
            })
            .await
    }

    /// Returns what those are called who reacted to a message with an emoji, the first ones first; at
    /// most [`REACTORS_MAX`], and nobody once the message is taken away.
    pub async fn reactors(
        &self,
        actor: &Actor,
        message_id: MessageId,
        emoji: &str,
    ) -> Result<Vec<String>, Error> {
        let emoji = known(emoji)?;
        let (actor, now) = (*actor, self.0.clock.now());
        self.0
            .store
            .read(async |tx| {
                let message = authorize::read_message(tx, &actor, message_id, now).await?;
                if !message.is_visible() {
                    return Ok(Vec::new());
                }
                Ok(store::reactions::list_names(tx, message_id, emoji, REACTORS_MAX).await?)
            })
            .await
    }
}

/// Returns an emoji as it is stored: fully qualified.
fn known(emoji: &str) -> Result<&'static str, Fault> {
    let found = emojis::get(emoji).map(emojis::Emoji::as_str);
    found.ok_or_else(|| Fault::field("emoji", FieldCode::BadCharacters, None))
}

/// Refuses what would be one reaction too many.
async fn leave_room(
    tx: &mut Tx,
    actor: &Actor,
    message_id: MessageId,
    emoji: &str,
) -> Result<(), Error> {
    let of_person = store::reactions::count_of_person(tx, message_id, actor.user_id).await?;
    if of_person >= i64::from(REACTIONS_PER_PERSON_MAX) {
        let text = format!("At most {REACTIONS_PER_PERSON_MAX} reactions of one person.");
        return Err(Fault::new(FaultCode::Conflict, text).into());
    }
    let others = store::reactions::count_others(tx, message_id, emoji).await?;
    if others >= i64::from(REACTIONS_PER_MESSAGE_MAX) {
        let text = format!("At most {REACTIONS_PER_MESSAGE_MAX} different reactions.");
        return Err(Fault::new(FaultCode::Conflict, text).into());
    }
    Ok(())
}

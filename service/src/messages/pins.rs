//! Pins: what moderators keep in sight for everybody.

use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FaultCode};
use protocol::id::{ChannelId, MessageId};
use protocol::limits::PINS_PER_CHANNEL_MAX;
use protocol::message::Message;
use protocol::permission::Action;

use super::{Messages, get};
use crate::actor::Actor;
use crate::authorize;
use crate::error::Error;

impl Messages<'_> {
    /// Pins a message or takes its pin off; what is so already changes nothing. A message that is taken
    /// away, and one pin too many, are a `conflict`.
    pub async fn pin(
        &self,
        actor: &Actor,
        message_id: MessageId,
        is_on: bool,
    ) -> Result<Message, Error> {
        let (actor, at) = (*actor, self.0.clock.now());
        self.0
            .store
            .write(async |tx| {
                let proof = authorize::mark(tx, &actor, message_id, Action::Pin, at).await?;
                let channel_id = proof.message.channel_id;
                if !proof.message.is_visible() {
                    return Err(Fault::stale(proof.message).into());
                }
                if proof.message.pinned == is_on {
                    return Ok(proof.message);
                }
                // From here on nobody else pins in the channel.
                let subject = Subject::Channel(channel_id);
                let seq = self.0.journal.advance(tx, subject).await?;
                if is_on {
                    let pins = store::messages::count_pins(tx, channel_id).await?;
                    if pins >= i64::from(PINS_PER_CHANNEL_MAX) {
                        let text = format!("At most {PINS_PER_CHANNEL_MAX} messages are pinned.");
                        return Err(Fault::new(FaultCode::Conflict, text).into());
                    }
                    store::messages::pin(tx, message_id, actor.user_id, at, seq).await?;
                } else {
                    store::messages::unpin(tx, message_id, seq).await?;
                }
                let message = get(tx, message_id).await?;
                let event = if is_on {
                    Event::MessagePinned { message: message.clone() }
                } else {
                    Event::MessageUnpinned { message: message.clone() }
                };
                self.0.journal.record(tx, (subject, seq), proof.stamp, event, None).await?;
                Ok(message)
            })
            .await
    }

    /// Returns the pinned messages of a channel, the latest pin first.
    pub async fn pins(&self, actor: &Actor, channel_id: ChannelId) -> Result<Vec<Message>, Error> {
        let actor = *actor;
        self.0
            .store
            .read(async |tx| {
                let read = authorize::read(tx, &actor, channel_id).await?;
                let limit = PINS_PER_CHANNEL_MAX;
                Ok(store::messages::list_pins(tx, read.channel.id, actor.user_id, limit).await?)
            })
            .await
    }
}

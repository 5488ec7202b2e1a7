//! Reactions and pins: what the viewer puts on a message.

use protocol::id::MessageId;
use protocol::message::Message;

use crate::api::error::ApiError;
use crate::api::messages::{pin_message, react};
use crate::live::channel::ChannelLive;

impl ChannelLive {
    /// Shows a reaction of the viewer's own before the server has heard of it. Says whether anything is
    /// different then.
    pub fn expect_reaction(self, id: MessageId, emoji: &str, is_on: bool) -> bool {
        self.change(|timeline| timeline.expect_reaction(id, emoji, is_on))
    }

    /// Adds a reaction of the viewer's own, or takes it back.
    pub async fn react(self, id: MessageId, emoji: String, is_on: bool) -> Result<(), ApiError> {
        let changed = react(id, emoji, is_on).await;
        self.take(changed)
    }

    /// Pins a message, or takes its pin off.
    pub async fn pin(self, id: MessageId, is_on: bool) -> Result<(), ApiError> {
        let changed = pin_message(id, is_on).await;
        self.take(changed)
    }

    /// Shows what the server made of a message, also of one that it refused to change.
    fn take(self, changed: Result<Message, ApiError>) -> Result<(), ApiError> {
        let current = match &changed {
            Ok(message) => Some(message),
            Err(error) => error.0.current.as_deref(),
        };
        if let Some(message) = current
            && self.is_alive()
        {
            self.put(message);
        }
        changed.map(drop)
    }
}

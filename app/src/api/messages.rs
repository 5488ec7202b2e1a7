//! Messages: paging, posting, editing and deleting one's own, reactions, pins.

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use protocol::fault::{Fault, FaultCode};
use protocol::id::{ChannelId, ClientMessageId, MessageId, UserId};
use protocol::message::{Message, MessageVersion};
use protocol::page::{MessagePage, PageKey};

use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// Returns a page of a channel's messages.
#[server(prefix = "/fn", endpoint = "load_page", input = Json, output = Json)]
pub async fn load_page(
    channel: ChannelId,
    key: PageKey,
    limit: u32,
) -> Result<MessagePage, ApiError> {
    let context = Context::current()?;
    let page = context.service.messages().page(context.actor()?, channel, key, limit).await;
    context.answer(page)
}

/// Posts a message. Posting the same draft again returns the message as it is now. A plain form, which
/// may come back with other words, has a key for each. With an `author`, nobody else posts: words that
/// wait in a browser are not sent in the name of whoever signs in there next.
#[server(prefix = "/fn", endpoint = "post_message", output = Json)]
pub async fn post_message(
    channel: ChannelId,
    body: String,
    #[server(default)] client_message_id: Option<ClientMessageId>,
    #[server(default)] author: Option<UserId>,
) -> Result<Message, ApiError> {
    let context = Context::current()?;
    let key = match context.plain_form() {
        Some(_) => client_message_id.map(|key| service::messages::plain_key(key, &body)),
        None => client_message_id,
    };
    let malformed = || Fault::new(FaultCode::Malformed, "The message has no client_message_id.");
    let draft = service::messages::Draft {
        channel_id: channel,
        body: body.clone(),
        client_message_id: key.ok_or_else(|| context.refuse(malformed()))?,
    };
    let posted = match context.session() {
        Some(actor) if author.is_none_or(|author| author == actor.user_id) => {
            context.service.messages().post(actor, draft).await
        }
        _ => Err(Fault::unauthenticated().into()),
    };
    let posted = context.answer_form("post_message", &[("body", &body)], posted)?.into_message();
    context.show_message(posted.id);
    Ok(posted)
}

/// Replaces the words of a message of the viewer's own. `version` is the one that was before the
/// author; if the message has another one now, the refusal carries it as it is.
#[server(prefix = "/fn", endpoint = "edit_message", output = Json)]
pub async fn edit_message(
    id: MessageId,
    version: i32,
    #[server(default)] body: String,
) -> Result<Message, ApiError> {
    let context = Context::current()?;
    let edit = service::messages::Edit { message_id: id, body: body.clone(), version };
    let edited = context.service.messages().edit(context.actor()?, edit).await;
    let id = id.to_string();
    let edited = context.answer_form("edit_message", &[("id", &id), ("body", &body)], edited)?;
    context.show_message(edited.id);
    Ok(edited)
}

/// Returns what a message said before it was edited, newest first.
#[server(prefix = "/fn", endpoint = "load_versions", input = Json, output = Json)]
pub async fn load_versions(id: MessageId) -> Result<Vec<MessageVersion>, ApiError> {
    let context = Context::current()?;
    let versions = context.service.messages().versions(context.actor()?, id).await;
    context.answer(versions)
}

/// Deletes a message of the viewer's own; a tombstone stays.
#[server(prefix = "/fn", endpoint = "delete_message", output = Json)]
pub async fn delete_message(id: MessageId) -> Result<Message, ApiError> {
    let context = Context::current()?;
    let deleted = context.service.messages().delete_own(context.actor()?, id).await;
    let deleted = context.answer_form("delete_message", &[], deleted)?;
    context.show_message(id);
    Ok(deleted)
}

/// Adds a reaction of the viewer's own, or takes it back. Doing so twice is doing it once.
#[server(prefix = "/fn", endpoint = "react", input = Json, output = Json)]
pub async fn react(id: MessageId, emoji: String, is_on: bool) -> Result<Message, ApiError> {
    let context = Context::current()?;
    let wish = service::messages::ReactionWish { message_id: id, emoji, is_on };
    let changed = context.service.messages().react(context.actor()?, wish).await;
    context.answer(changed)
}

/// Returns what those are called who reacted to a message with an emoji, the first ones first.
#[server(prefix = "/fn", endpoint = "load_reactors", input = Json, output = Json)]
pub async fn load_reactors(id: MessageId, emoji: String) -> Result<Vec<String>, ApiError> {
    let context = Context::current()?;
    let names = context.service.messages().reactors(context.actor()?, id, &emoji).await;
    context.answer(names)
}

/// Pins a message, or takes its pin off. Doing so twice is doing it once.
#[server(prefix = "/fn", endpoint = "pin_message", input = Json, output = Json)]
pub async fn pin_message(id: MessageId, is_on: bool) -> Result<Message, ApiError> {
    let context = Context::current()?;
    let changed = context.service.messages().pin(context.actor()?, id, is_on).await;
    context.answer(changed)
}

/// Returns the pinned messages of a channel, the latest pin first.
#[server(prefix = "/fn", endpoint = "load_pins", input = Json, output = Json)]
pub async fn load_pins(channel: ChannelId) -> Result<Vec<Message>, ApiError> {
    let context = Context::current()?;
    let pins = context.service.messages().pins(context.actor()?, channel).await;
    context.answer(pins)
}

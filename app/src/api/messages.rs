//! Messages: paging, posting, deleting one's own.

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use protocol::fault::{Fault, FaultCode};
use protocol::id::{ChannelId, ClientMessageId, MessageId};
use protocol::message::Message;
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

/// Posts a message. Posting the same draft again returns the message as it is now. A plain form
/// has no key; its request's id stands in.
#[server(prefix = "/fn", endpoint = "post_message", output = Json)]
pub async fn post_message(
    channel: ChannelId,
    body: String,
    #[server(default)] client_message_id: Option<ClientMessageId>,
) -> Result<Message, ApiError> {
    let context = Context::current()?;
    let key = client_message_id.or_else(|| context.request_id().parse().ok());
    let malformed = || Fault::new(FaultCode::Malformed, "The message has no client_message_id.");
    let draft = service::messages::Draft {
        channel_id: channel,
        body: body.clone(),
        client_message_id: key.ok_or_else(|| context.refuse(malformed()))?,
    };
    let posted = context.service.messages().post(context.actor()?, draft).await;
    let posted = context.answer_form("post_message", &[("body", &body)], posted)?;
    Ok(posted.into_message())
}

/// Deletes a message of the viewer's own; a tombstone stays.
#[server(prefix = "/fn", endpoint = "delete_message", output = Json)]
pub async fn delete_message(id: MessageId) -> Result<Message, ApiError> {
    let context = Context::current()?;
    let deleted = context.service.messages().delete_own(context.actor()?, id).await;
    context.answer_form("delete_message", &[], deleted)
}

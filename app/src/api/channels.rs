//! Channels: opening, making, changing, and read markers.

use leptos::prelude::*;
use protocol::channel::{Channel, ChannelKind, Unread};
use protocol::cursor::Seq;
use protocol::id::{ChannelId, CourseId, MessageId};
use protocol::snapshot::ChannelSnapshot;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::address::channel_address;
use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// What stands at a channel's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenedChannel {
    /// The channel.
    Here(Box<ChannelSnapshot>),
    /// The channel has another name now; its page redirects.
    Moved {
        /// The name.
        name: String,
    },
}

/// Returns a channel with its newest messages, or with those around one message.
#[server(prefix = "/fn", endpoint = "load_channel", input = Json, output = Json)]
pub async fn load_channel(
    course: String,
    channel: String,
    message: Option<MessageId>,
) -> Result<OpenedChannel, ApiError> {
    let context = Context::current()?;
    let actor = context.actor()?;
    let opened = context.service.channels().open(actor, &course, &channel, message).await;
    Ok(match context.answer(opened)? {
        service::channels::OpenedChannel::Here(snapshot) => OpenedChannel::Here(snapshot),
        service::channels::OpenedChannel::Moved { name } => OpenedChannel::Moved { name },
    })
}

/// Makes a channel and leads to it.
#[server(prefix = "/fn", endpoint = "create_channel", output = Json)]
pub async fn create_channel(
    course: CourseId,
    course_slug: String,
    name: String,
    #[server(default)] description: String,
    kind: ChannelKind,
) -> Result<Channel, ApiError> {
    let context = Context::current()?;
    let typed =
        [("name", name.as_str()), ("description", description.as_str()), ("kind", kind.as_str())];
    let new = service::channels::NewChannel {
        name: name.clone(),
        description: description.clone(),
        kind,
    };
    let created = context.service.channels().create(context.actor()?, course, new).await;
    let created = context.answer_form("create_channel", &typed, created)?;
    context.redirect(&channel_address(&course_slug, &created.name));
    Ok(created)
}

/// Renames and describes a channel.
#[server(prefix = "/fn", endpoint = "change_channel", output = Json)]
pub async fn change_channel(
    channel: ChannelId,
    name: String,
    #[server(default)] description: String,
) -> Result<Channel, ApiError> {
    let context = Context::current()?;
    let typed = [("name", name.as_str()), ("description", description.as_str())];
    let change =
        service::channels::ChannelChange { name: name.clone(), description: description.clone() };
    let changed = context.service.channels().change(context.actor()?, channel, change).await;
    context.answer_form("change_channel", &typed, changed)
}

/// Makes a channel read-only.
#[server(prefix = "/fn", endpoint = "archive_channel", output = Json)]
pub async fn archive_channel(channel: ChannelId) -> Result<Channel, ApiError> {
    let context = Context::current()?;
    let archived = context.service.channels().archive(context.actor()?, channel).await;
    context.answer_form("archive_channel", &[], archived)
}

/// Makes an archived channel writable again.
#[server(prefix = "/fn", endpoint = "restore_channel", output = Json)]
pub async fn restore_channel(channel: ChannelId) -> Result<Channel, ApiError> {
    let context = Context::current()?;
    let restored = context.service.channels().restore(context.actor()?, channel).await;
    context.answer_form("restore_channel", &[], restored)
}

/// Makes a public channel private, or the other way round.
#[server(prefix = "/fn", endpoint = "change_channel_kind", output = Json)]
pub async fn change_channel_kind(
    channel: ChannelId,
    kind: ChannelKind,
) -> Result<Channel, ApiError> {
    let context = Context::current()?;
    let changed = context.service.channels().change_kind(context.actor()?, channel, kind).await;
    context.answer_form("change_channel_kind", &[], changed)
}

/// Moves the viewer's read marker forward; returns the recount.
#[server(prefix = "/fn", endpoint = "mark_read", input = Json, output = Json)]
pub async fn mark_read(channel: ChannelId, position: Seq) -> Result<Unread, ApiError> {
    let context = Context::current()?;
    let unread = context.service.channels().mark_read(context.actor()?, channel, position).await;
    context.answer(unread)
}

/// Returns the server's count of what the viewer has not read in a channel.
#[server(prefix = "/fn", endpoint = "load_unread", input = Json, output = Json)]
pub async fn load_unread(channel: ChannelId) -> Result<Unread, ApiError> {
    let context = Context::current()?;
    let unread = context.service.channels().unread(context.actor()?, channel).await;
    context.answer(unread)
}

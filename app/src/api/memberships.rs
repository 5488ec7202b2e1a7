//! Members of channels: who they are, adding and removing them, their roles.

use leptos::prelude::*;
use protocol::channel::ChannelRole;
use protocol::id::{ChannelId, UserId};
use protocol::membership::{GroupOutline, Member, MembersPage};
use protocol::user::Person;

use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// Returns a page of a channel's members, owners first; `after` is the page before's `next`.
#[server(prefix = "/fn", endpoint = "load_members", input = Json, output = Json)]
pub async fn load_members(
    channel: ChannelId,
    after: Option<String>,
) -> Result<MembersPage, ApiError> {
    let context = Context::current()?;
    let members = context.service.memberships().list(context.actor()?, channel, after).await;
    context.answer(members)
}

/// Returns what course staff may know of a group that they have not joined.
#[server(prefix = "/fn", endpoint = "load_outline", input = Json, output = Json)]
pub async fn load_outline(course: String, channel: String) -> Result<GroupOutline, ApiError> {
    let context = Context::current()?;
    let outline = context.service.memberships().outline(context.actor()?, &course, &channel).await;
    context.answer(outline)
}

/// Returns people who could be added to a channel.
#[server(prefix = "/fn", endpoint = "find_candidates", input = Json, output = Json)]
pub async fn find_candidates(channel: ChannelId, text: String) -> Result<Vec<Person>, ApiError> {
    let context = Context::current()?;
    let found = context.service.memberships().candidates(context.actor()?, channel, &text).await;
    context.answer(found)
}

/// Adds somebody of the course to a channel.
#[server(prefix = "/fn", endpoint = "add_member", output = Json)]
pub async fn add_member(
    channel: ChannelId,
    login: String,
    role: ChannelRole,
) -> Result<Member, ApiError> {
    let context = Context::current()?;
    let typed = [("login", login.as_str())];
    let new = service::memberships::NewMember { login: login.clone(), role };
    let added = context.service.memberships().add(context.actor()?, channel, new).await;
    context.answer_form("add_member", &typed, added)
}

/// Gives a member another role.
#[server(prefix = "/fn", endpoint = "set_member_role", output = Json)]
pub async fn set_member_role(
    channel: ChannelId,
    user: UserId,
    role: ChannelRole,
) -> Result<Member, ApiError> {
    let context = Context::current()?;
    let changed =
        context.service.memberships().set_role(context.actor()?, channel, user, role).await;
    context.answer_form("set_member_role", &[], changed)
}

/// Ends somebody's membership.
#[server(prefix = "/fn", endpoint = "remove_member", output = Json)]
pub async fn remove_member(channel: ChannelId, user: UserId) -> Result<(), ApiError> {
    let context = Context::current()?;
    let removed = context.service.memberships().remove(context.actor()?, channel, user).await;
    context.answer_form("remove_member", &[], removed)
}

/// Joins a group, for everybody in it to see: course staff only.
#[server(prefix = "/fn", endpoint = "join_channel", output = Json)]
pub async fn join_channel(channel: ChannelId) -> Result<Member, ApiError> {
    let context = Context::current()?;
    let joined = context.service.memberships().join(context.actor()?, channel).await;
    context.answer_form("join_channel", &[], joined)
}

/// Leaves a group.
#[server(prefix = "/fn", endpoint = "leave_channel", output = Json)]
pub async fn leave_channel(channel: ChannelId) -> Result<(), ApiError> {
    let context = Context::current()?;
    let left = context.service.memberships().leave(context.actor()?, channel).await;
    context.answer_form("leave_channel", &[], left)
}

//! Accounts of others, for site admins. Both work as plain forms.

use leptos::prelude::*;
use protocol::id::UserId;

use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// Closes an account: its sessions end, and nobody can use it.
#[server(prefix = "/fn", endpoint = "deactivate_account", output = Json)]
pub async fn deactivate_account(user: UserId) -> Result<(), ApiError> {
    let context = Context::current()?;
    let by = service::accounts::By::Person(*context.actor()?);
    let done = context.service.accounts().deactivate(by, user).await;
    context.answer_form("deactivate_account", &[], done)
}

/// Opens a closed account again.
#[server(prefix = "/fn", endpoint = "reactivate_account", output = Json)]
pub async fn reactivate_account(user: UserId) -> Result<(), ApiError> {
    let context = Context::current()?;
    let by = service::accounts::By::Person(*context.actor()?);
    let done = context.service.accounts().reactivate(by, user).await;
    context.answer_form("reactivate_account", &[], done)
}

//! One's own sessions and password. All work as plain forms.

use leptos::prelude::*;
use protocol::id::SessionId;
use protocol::session::Session;

use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// Returns where the viewer is signed in, this browser first.
#[server(prefix = "/fn", endpoint = "load_sessions", input = Json, output = Json)]
pub async fn load_sessions() -> Result<Vec<Session>, ApiError> {
    let context = Context::current()?;
    let sessions = context.service.auth().sessions(context.actor()?).await;
    context.answer(sessions)
}

/// Ends one of the viewer's sessions.
#[server(prefix = "/fn", endpoint = "end_session", output = Json)]
pub async fn end_session(session: SessionId) -> Result<(), ApiError> {
    let context = Context::current()?;
    let ended = context.service.auth().end_session(context.actor()?, session).await;
    context.answer_form("end_session", &[], ended)
}

/// Ends all of the viewer's sessions but this one.
#[server(prefix = "/fn", endpoint = "end_other_sessions", output = Json)]
pub async fn end_other_sessions() -> Result<(), ApiError> {
    let context = Context::current()?;
    let ended = context.service.auth().end_other_sessions(context.actor()?).await;
    context.answer_form("end_other_sessions", &[], ended)
}

/// Changes the viewer's password, which ends all sessions but this one; this one goes on under
/// another token.
#[server(prefix = "/fn", endpoint = "change_password", output = Json)]
pub async fn change_password(present: String, password: String) -> Result<(), ApiError> {
    let context = Context::current()?;
    let form = service::auth::ChangePassword { present, password };
    let auth = context.service.auth();
    let session = auth.change_password(context.actor()?, form, context.client()?).await;
    let session = context.answer_form("change_password", &[], session)?;
    context.renew_session(&session.token);
    Ok(())
}

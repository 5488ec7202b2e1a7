//! Becoming somebody: setup, sign-up, sign-in, sign-out. All four work as plain forms; each sets or
//! removes the session cookie and leads to another page.
#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "server functions are async"))]

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::address::local;
use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// Anybody.
    Open,
    /// Whoever was invited.
    Invite,
    /// Nobody: accounts are made by an admin.
    Closed,
}

/// Returns who may make an account here.
#[server(prefix = "/fn", endpoint = "load_registration", input = Json, output = Json)]
pub async fn load_registration() -> Result<Registration, ApiError> {
    Ok(match Context::current()?.service.auth().registration() {
        service::config::Registration::Open => Registration::Open,
        service::config::Registration::Invite => Registration::Invite,
        service::config::Registration::Closed => Registration::Closed,
    })
}

/// Signs in and leads to `next`, a path of this site.
#[server(prefix = "/fn", endpoint = "sign_in", output = Json)]
pub async fn sign_in(
    login: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let context = Context::current()?;
    let request = service::auth::SignIn { login: login.clone(), password };
    let session = context.service.auth().sign_in(request, context.client()?).await;
    let session = context.answer_form("sign_in", &[("login", &login)], session)?;
    context.set_session(&session.token);
    context.redirect(local(&next));
    Ok(())
}

/// Makes an account, signs in and leads to `next`, a path of this site.
#[server(prefix = "/fn", endpoint = "sign_up", output = Json)]
pub async fn sign_up(
    login: String,
    display_name: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let context = Context::current()?;
    let typed = [("login", login.as_str()), ("display_name", display_name.as_str())];
    let request = service::auth::SignUp {
        login: login.clone(),
        display_name: display_name.clone(),
        password,
    };
    let session = context.service.auth().sign_up(request, context.client()?).await;
    let session = context.answer_form("sign_up", &typed, session)?;
    context.set_session(&session.token);
    context.redirect(local(&next));
    Ok(())
}

/// Makes the first account, an admin, for whoever holds the setup link; leads to the first channel.
#[server(prefix = "/fn", endpoint = "set_up", output = Json)]
pub async fn set_up(
    token: String,
    login: String,
    display_name: String,
    password: String,
) -> Result<(), ApiError> {
    let context = Context::current()?;
    let typed = [("login", login.as_str()), ("display_name", display_name.as_str())];
    let request = service::auth::SetUp {
        token,
        account: service::auth::SignUp {
            login: login.clone(),
            display_name: display_name.clone(),
            password,
        },
    };
    let session = context.service.auth().set_up(request, context.client()?).await;
    let session = context.answer_form("set_up", &typed, session)?;
    context.set_session(&session.token);
    context.redirect("/");
    Ok(())
}

/// Whether a setup link still works.
#[server(prefix = "/fn", endpoint = "check_setup", input = Json, output = Json)]
pub async fn check_setup(token: String) -> Result<bool, ApiError> {
    Ok(Context::current()?.service.auth().is_setup_open(&token))
}

/// Ends the session and leads to the sign-in page.
#[server(prefix = "/fn", endpoint = "sign_out", output = Json)]
pub async fn sign_out() -> Result<(), ApiError> {
    let context = Context::current()?;
    if let Some(actor) = context.session() {
        context.answer(context.service.auth().sign_out(actor).await)?;
    }
    context.remove_session();
    context.redirect("/sign-in");
    Ok(())
}

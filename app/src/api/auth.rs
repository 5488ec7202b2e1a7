//! Becoming somebody: setup, sign-up, sign-in, sign-out. All four work as plain forms; each sets or
//! removes the session cookie and leads to another page.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::address::{ascii, local};
use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// Whether anybody may make an account here.
#[cfg(feature = "ssr")]
pub(crate) fn is_registration_open() -> bool {
    Context::current().is_ok_and(|context| {
        context.service.auth().registration() == service::config::Registration::Open
    })
}

/// Whether a setup link still works.
#[cfg(feature = "ssr")]
pub(crate) async fn is_setup_open(token: &str) -> bool {
    let Ok(context) = Context::current() else { return false };
    context.answer(context.service.auth().is_setup_open(token).await).unwrap_or(false)
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
    context.replace_session(&session.token).await?;
    context.redirect(local(&ascii(&next)));
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
    context.replace_session(&session.token).await?;
    context.redirect(local(&ascii(&next)));
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
    context.replace_session(&session.token).await?;
    context.redirect("/");
    Ok(())
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

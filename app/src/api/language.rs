//! Choosing the interface's language.

use leptos::prelude::*;

use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;

/// Keeps the choice of a language, a tag: with the account, or for a visitor in a cookie. An empty one
/// leaves it to the browser. The page it is posted from comes back in that language.
#[server(prefix = "/fn", endpoint = "choose_language", output = Json)]
pub async fn choose_language(#[server(default)] language: String) -> Result<(), ApiError> {
    let context = Context::current()?;
    let chosen = context.service.users().choose_language(context.session(), &language).await;
    let chosen = context.answer_form("choose_language", &[], chosen)?;
    context.keep_language(chosen);
    Ok(())
}

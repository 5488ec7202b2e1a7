//! The viewer: who is signed in, and in which time zone.
#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "server functions are async"))]

use leptos::prelude::*;
use protocol::snapshot::Viewer;
use protocol::time::Zone;
use protocol::user::Me;

use crate::api::codec::Json;
#[cfg(feature = "ssr")]
use crate::api::context::Context;
use crate::api::error::ApiError;
#[cfg(feature = "ssr")]
use crate::theme::Theme;

/// Returns what every page needs to know first. The zone is that of the `zone` cookie.
#[server(prefix = "/fn", endpoint = "load_viewer", input = Json, output = Json)]
pub async fn load_viewer() -> Result<Viewer, ApiError> {
    let context = Context::current()?;
    let me = match context.session() {
        Some(actor) => Some(context.answer(context.service.users().me(actor).await)?),
        None => None,
    };
    Ok(Viewer {
        me,
        now: context.service.now(),
        zone: context.service.zone(context.cookie("zone").unwrap_or("UTC")),
        build: context.build(),
    })
}

/// Returns the offsets of a time zone; UTC's if the name is unknown.
#[server(prefix = "/fn", endpoint = "load_zone", input = Json, output = Json)]
pub async fn load_zone(name: String) -> Result<Zone, ApiError> {
    Ok(Context::current()?.service.zone(&name))
}

/// Changes what the viewer is called.
#[server(prefix = "/fn", endpoint = "rename_me", output = Json)]
pub async fn rename_me(display_name: String) -> Result<Me, ApiError> {
    let context = Context::current()?;
    let renamed = context.service.users().rename(context.actor()?, &display_name).await;
    context.answer_form("rename_me", &[("display_name", &display_name)], renamed)
}

/// Chooses the theme of the pages for a browser without scripts: `system`, `light` or `dark`.
#[server(prefix = "/fn", endpoint = "choose_theme", output = Json)]
pub async fn choose_theme(theme: String) -> Result<(), ApiError> {
    let context = Context::current()?;
    context.set_choice("theme", Theme::of(&theme).as_str());
    context.answer_form("choose_theme", &[], Ok(()))
}

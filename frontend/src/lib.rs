//! The browser half's entry point: Trunk builds this crate to WASM, the page's inline script calls [`hydrate`].

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the server-rendered page, once the texts of its language and all of its code are there: attaches
/// listeners and starts live updates.
#[wasm_bindgen]
pub async fn hydrate() -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    app::api::texts::load().await?;
    app::parts::fetch_marked().await;
    leptos::mount::hydrate_body(app::App);
    Ok(())
}

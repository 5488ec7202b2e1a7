//! The browser half's entry point: Trunk builds this crate to WASM, the page's inline script calls [`hydrate`].

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the server-rendered page, once all of its code is there: attaches listeners and starts live updates.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    app::parts::fetch_marked().await;
    leptos::mount::hydrate_body(app::App);
}

//! The browser half's entry point: Trunk builds this crate to WASM, the page's inline script calls [`hydrate`].

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the server-rendered page: attaches listeners and starts live updates.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}

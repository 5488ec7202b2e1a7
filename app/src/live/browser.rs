//! What the live state needs of the browser. Nothing here may be called while the server renders.

use leptos::prelude::{document, window};
use protocol::id::ClientMessageId;
use protocol::time::Timestamp;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

/// Returns the browser's clock.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds of a sane clock")]
pub(super) fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// Returns a random number of milliseconds from `min` to `max`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both bounds are small and positive"
)]
pub(super) fn random_ms(min: u32, max: u32) -> u32 {
    min + (js_sys::Math::random() * f64::from(max.saturating_sub(min))) as u32
}

/// Returns a new random key. `crypto.randomUUID` is missing on plain HTTP outside loopback, so the
/// version-4 UUID is put together here.
pub(super) fn new_key() -> ClientMessageId {
    let mut bytes = [0_u8; 16];
    let filled =
        window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if filled.is_err() {
        bytes.fill_with(|| u8::try_from(random_ms(0, 255)).unwrap_or_default());
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    ClientMessageId(uuid::Uuid::from_bytes(bytes))
}

/// Sets a cookie that the server reads when it renders the next page.
pub(crate) fn set_cookie(name: &str, value: &str) {
    let secure = match window().location().protocol() {
        Ok(protocol) if protocol == "https:" => "; Secure",
        _ => "",
    };
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax{secure}");
    if let Some(document) = document().dyn_ref::<HtmlDocument>() {
        let _ = document.set_cookie(&cookie);
    }
}

/// Leaves the page for another one of this site, with a full load.
pub(crate) fn go_to(address: &str) {
    let _ = window().location().assign(address);
}

/// Returns path and query of the page at hand.
pub(super) fn current_address() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Whether somebody may be typing in this tab now.
pub(super) fn is_writing() -> bool {
    let active = document().active_element();
    is_attended() && active.is_some_and(|element| element.tag_name() == "TEXTAREA")
}

/// Whether somebody looks at this tab now.
pub(super) fn is_attended() -> bool {
    let document = document();
    !document.hidden() && document.has_focus().unwrap_or(false)
}

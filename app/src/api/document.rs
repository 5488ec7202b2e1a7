//! What the document around the app takes from the request; in the browser, from the document
//! that already stands.

use crate::api::refusal::Refusal;

/// Returns the theme that the viewer chose, `light` or `dark`, for `<html data-theme>`; none
/// leaves it to the device. The cookie is `theme`, written by the browser, which in turn reads
/// the attribute.
pub fn chosen_theme() -> Option<&'static str> {
    #[cfg(feature = "ssr")]
    return request::chosen_theme();
    #[cfg(not(feature = "ssr"))]
    leptos::prelude::document()
        .document_element()
        .and_then(|html| html.get_attribute("data-theme"))
        .and_then(|chosen| ["light", "dark"].into_iter().find(|theme| *theme == chosen))
}

/// Returns the build, the folder of the assets under `/pkg/`. The browser reads it from
/// `<html data-build>`.
pub fn build() -> String {
    #[cfg(feature = "ssr")]
    return request::build();
    #[cfg(not(feature = "ssr"))]
    leptos::prelude::document()
        .document_element()
        .and_then(|html| html.get_attribute("data-build"))
        .unwrap_or_default()
}

/// Returns the refusal of a form that the page answers. The browser reads it from
/// `<html data-refusal>`.
pub fn refusal() -> Option<Refusal> {
    #[cfg(feature = "ssr")]
    return request::refusal();
    #[cfg(not(feature = "ssr"))]
    leptos::prelude::document()
        .document_element()
        .and_then(|html| html.get_attribute("data-refusal"))
        .and_then(|json| serde_json::from_str(&json).ok())
}

/// Returns a key for a form that a browser without scripts may post twice; pages with scripts have
/// their own.
pub fn form_key() -> String {
    #[cfg(feature = "ssr")]
    return request::form_key();
    #[cfg(not(feature = "ssr"))]
    String::new()
}

/// Returns what stands in an input, given by a selector, that somebody filled in before the browser
/// takes the page over; nothing on the server, and nothing for an input that is yet to be made.
pub fn filled_in(selector: &str) -> Option<String> {
    #[cfg(feature = "ssr")]
    {
        let _ = selector;
        None
    }
    #[cfg(not(feature = "ssr"))]
    crate::dom::find(selector).map(crate::dom::value)
}

/// Returns a text as the child of a `<textarea>`, which the renderer writes as it is.
pub fn textarea_text(text: &str) -> String {
    #[cfg(feature = "ssr")]
    return text.replace('&', "&amp;").replace('<', "&lt;");
    #[cfg(not(feature = "ssr"))]
    text.to_owned()
}

/// Says in the answer's status that there is no such page.
pub fn declare_missing() {
    #[cfg(feature = "ssr")]
    request::declare_missing();
}

/// Leaves for a page that is not part of the app: the answer redirects, the browser loads it.
pub fn leave_for(address: &str) {
    #[cfg(feature = "ssr")]
    leptos_axum::redirect(address);
    #[cfg(not(feature = "ssr"))]
    crate::live::browser::go_to(address);
}

/// Says in the answer's header in which language the page is.
pub fn declare_language(tag: &'static str) {
    #[cfg(feature = "ssr")]
    request::declare_language(tag);
    #[cfg(not(feature = "ssr"))]
    let _ = tag;
}

/// Sets the page's content security policy: scripts only from this origin and with this page's
/// nonce, nothing from anywhere else. To be called once while the document is rendered.
pub fn declare_policy() {
    #[cfg(feature = "ssr")]
    request::declare_policy();
}

#[cfg(feature = "ssr")]
mod request {
    use http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, HeaderValue};
    use leptos::nonce::use_nonce;

    use crate::api::context::Context;
    use crate::api::refusal::Refusal;

    pub(super) fn refusal() -> Option<Refusal> {
        Context::current().ok()?.refused().cloned()
    }

    pub(super) fn form_key() -> String {
        let context = Context::current().ok();
        context.map(|it| it.service.clock().new_id().to_string()).unwrap_or_default()
    }

    pub(super) fn chosen_theme() -> Option<&'static str> {
        let context = Context::current().ok()?;
        let chosen = context.cookie("theme")?;
        ["light", "dark"].into_iter().find(|theme| *theme == chosen)
    }

    pub(super) fn declare_missing() {
        if let Ok(context) = Context::current() {
            context.refuse(protocol::fault::Fault::not_found());
        }
    }

    pub(super) fn build() -> String {
        Context::current().map(|context| context.build()).unwrap_or_default()
    }

    pub(super) fn declare_language(tag: &'static str) {
        if let Ok(context) = Context::current() {
            context.set_header(CONTENT_LANGUAGE, HeaderValue::from_static(tag));
        }
    }

    pub(super) fn declare_policy() {
        let Ok(context) = Context::current() else { return };
        let nonce = use_nonce().map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
        let policy = format!(
            "default-src 'none'; script-src 'self'{nonce} 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
        );
        let policy = HeaderValue::from_str(&policy).expect("a nonce is base64");
        context.set_header(CONTENT_SECURITY_POLICY, policy);
    }
}

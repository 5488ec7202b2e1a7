//! The cookie that carries a session's token.

use app::api::context::CookiePolicy;
use axum_extra::extract::cookie::CookieJar;
use http::HeaderMap;

use crate::config::BaseUrl;

/// Returns how the cookie is set: `__Host-` and `Secure` behind TLS, plainly on this machine.
pub(crate) fn policy(base_url: Option<&BaseUrl>) -> CookiePolicy {
    if base_url.is_some_and(BaseUrl::is_https) {
        CookiePolicy { name: "__Host-lyceum", secure: true }
    } else {
        CookiePolicy { name: "lyceum", secure: false }
    }
}

/// Returns the token that a request carries.
pub(crate) fn token(headers: &HeaderMap, policy: &CookiePolicy) -> Option<String> {
    CookieJar::from_headers(headers).get(policy.name).map(|cookie| cookie.value().to_owned())
}

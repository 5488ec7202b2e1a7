//! Which pages may speak to this server.

use http::header::{HOST, ORIGIN};
use http::uri::Authority;
use http::{HeaderMap, Uri};

use crate::config::BaseUrl;

/// The origins that count as this site.
#[derive(Clone, Debug)]
pub(crate) struct Origins {
    base_url: Option<BaseUrl>,
}

impl Origins {
    pub(crate) fn new(base_url: Option<BaseUrl>) -> Self {
        Self { base_url }
    }

    /// Returns the configured origin.
    pub(crate) fn configured(&self) -> Option<&BaseUrl> {
        self.base_url.as_ref()
    }

    /// Whether a request names this site as its origin. Without a configured address that is the
    /// host it was sent to: a foreign page cannot choose the `Host` that goes with our cookie.
    pub(crate) fn is_ours(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()) else {
            return false;
        };
        if let Some(base_url) = &self.base_url {
            return origin == base_url.origin();
        }
        let is_web = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https"));
        let uri = origin.parse::<Uri>().ok().filter(is_web);
        let named = uri.as_ref().and_then(Uri::authority);
        named.is_some() && named == host(headers).as_ref()
    }
}

fn host(headers: &HeaderMap) -> Option<Authority> {
    headers.get(HOST)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(host: &'static str, origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
        headers.extend(origin.map(|origin| (ORIGIN, HeaderValue::from_static(origin))));
        headers
    }

    #[test]
    fn an_origin_is_ours_if_it_is_exactly_the_host_or_the_configured_address() {
        let open = Origins::new(None);
        let check = |origins: &Origins, host, origin, expect| {
            assert_eq!(origins.is_ours(&headers(host, origin)), expect, "{host} {origin:?}");
        };
        check(&open, "localhost:3000", Some("http://localhost:3000"), true);
        check(&open, "localhost:3000", Some("http://localhost:3001"), false);
        check(&open, "localhost:3000", Some("http://evil.example"), false);
        check(&open, "localhost:3000", Some("null"), false);
        check(&open, "localhost:3000", None, false);
        let fixed = Origins::new(BaseUrl::parse("https://chat.example.edu"));
        check(&fixed, "10.0.0.7:3000", Some("https://chat.example.edu"), true);
        check(&fixed, "10.0.0.7:3000", Some("http://chat.example.edu"), false);
        check(&fixed, "10.0.0.7:3000", Some("http://10.0.0.7:3000"), false);
    }
}

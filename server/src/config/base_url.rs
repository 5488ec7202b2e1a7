//! The address people type.

use std::net::IpAddr;

use http::Uri;

/// An origin: `https://…`, or `http://` on this machine only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    is_https: bool,
}

impl BaseUrl {
    /// Parses an address; a path other than `/` is refused, and so is `http://` to other machines.
    pub fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let is_https = match uri.scheme_str()? {
            "https" => true,
            "http" if is_this_machine(authority.host()) => false,
            _ => return None,
        };
        if uri.path() != "/" || uri.query().is_some() {
            return None;
        }
        let scheme = if is_https { "https" } else { "http" };
        let written = authority.as_str().to_ascii_lowercase();
        // Browsers leave the scheme's own port out of `Origin`.
        let default_port = if is_https { ":443" } else { ":80" };
        let authority = written.strip_suffix(default_port).unwrap_or(&written);
        Some(Self { origin: format!("{scheme}://{authority}"), is_https })
    }

    /// Returns the origin as browsers write it, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether people come over TLS.
    pub fn is_https(&self) -> bool {
        self.is_https
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_origins() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(BaseUrl::parse(text).as_ref().map(BaseUrl::origin), expect, "{text}");
        };
        check("https://chat.example.edu", Some("https://chat.example.edu"));
        check("https://Chat.example.edu:443/", Some("https://chat.example.edu"));
        check("https://chat.example.edu:8443", Some("https://chat.example.edu:8443"));
        check("http://localhost:3000", Some("http://localhost:3000"));
        check("http://[::1]:3000", Some("http://[::1]:3000"));
        check("http://chat.example.edu", None);
        check("https://chat.example.edu/lyceum", None);
        check("chat.example.edu", None);
        check("https://me@chat.example.edu", None);
    }
}

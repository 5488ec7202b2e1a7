//! Somebody who calls server functions, as the page of the site does.

use std::sync::Arc;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::http::{Answer, Http};
use crate::id::Id;
use crate::site::Site;

/// A signed-in browser; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) login: String,
    /// `name=token`, as it goes into the `Cookie` header.
    pub(crate) cookie: String,
}

/// A caller with a connection of its own.
pub(crate) struct Caller {
    http: Http,
    site: Arc<Site>,
    cookie: Option<String>,
}

/// What a message became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posted {
    pub(crate) message: Id,
    pub(crate) position: i64,
}

impl Caller {
    pub(crate) fn anonymous(site: &Arc<Site>) -> Self {
        Self { http: Http::new(Arc::clone(site)), site: Arc::clone(site), cookie: None }
    }

    pub(crate) fn of(site: &Arc<Site>, person: &Person) -> Self {
        Self { cookie: Some(person.cookie.clone()), ..Self::anonymous(site) }
    }

    /// Calls a server function that takes JSON.
    pub(crate) async fn json(&mut self, endpoint: &str, body: &Value) -> Result<Answer> {
        self.call(endpoint, "application/json", &body.to_string()).await
    }

    /// Calls a server function that a form posts.
    pub(crate) async fn form(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        self.call(endpoint, "application/x-www-form-urlencoded", &encoded(fields)).await
    }

    pub(crate) async fn call(&mut self, endpoint: &str, kind: &str, body: &str) -> Result<Answer> {
        let origin = self.site.origin().context("the server is down")?;
        let headers = [
            ("accept", "application/json"),
            ("content-type", kind),
            ("origin", origin.as_str()),
            ("sec-fetch-site", "same-origin"),
        ];
        self.raw("POST", &format!("/fn/{endpoint}"), &headers, body).await
    }

    /// Sends any request, with the cookie.
    pub(crate) async fn raw(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer> {
        let mut headers = headers.to_vec();
        let cookie = self.cookie.clone();
        if let Some(cookie) = &cookie {
            headers.push(("cookie", cookie));
        }
        self.http.send(method, path, &headers, body).await
    }

    /// Asks for a page as a browser does.
    pub(crate) async fn page(&mut self, path: &str) -> Result<Answer> {
        self.raw("GET", path, &[("accept", "text/html")], "").await
    }

    /// Posts a message; the answer as it came.
    pub(crate) async fn post(&mut self, room: Id, key: Id, body: &str) -> Result<Answer> {
        let (room, key) = (room.to_string(), key.to_string());
        let fields = [("channel", room.as_str()), ("body", body), ("client_message_id", &key)];
        self.form("post_message", &fields).await
    }

    /// Returns the caller's own id.
    pub(crate) async fn user_id(&mut self) -> Result<String> {
        let viewer = self.json("load_viewer", &json!({})).await?.success()?;
        Ok(viewer["me"]["id"].as_str().context("nobody is signed in")?.to_owned())
    }

    /// Returns the head of a room's stream.
    pub(crate) async fn head(&mut self, room: Id) -> Result<i64> {
        let page = json!({ "channel": room.to_string(), "key": "latest", "limit": 1 });
        let page = self.json("load_page", &page).await?.success()?;
        page["as_of"].as_i64().context("a page has no as_of")
    }
}

/// Reads what an accepted post became.
pub(crate) fn posted(answer: &Answer) -> Option<Posted> {
    let message = answer.json();
    Some(Posted { message: Id::of(&message["id"])?, position: message["position"].as_i64()? })
}

/// Returns the cookie that an answer sets, as it goes back.
pub(crate) fn cookie_of(answer: &Answer) -> Option<String> {
    let set = answer.header("set-cookie")?;
    set.split(';').next().map(ToOwned::to_owned)
}

/// Returns fields as a form sends them.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

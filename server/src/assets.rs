//! The browser half: WASM, JavaScript, CSS, icons and fonts, embedded in the binary and served
//! under `/pkg/<build>/`, where they never change.

mod encoding;

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use rust_embed::{Embed, EmbeddedFile};
use sha2::{Digest, Sha256};

use crate::state::AppState;
use encoding::Encoding;

const FOREVER: &str = "public, max-age=31536000, immutable";
const FAVICON: &str = "favicon.svg";

/// What `cargo xtask build` made. A debug build reads the folder when it starts.
#[derive(Embed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Embedded;

/// Every file, and the build they make up.
pub struct Assets {
    files: HashMap<String, Asset>,
    build: String,
}

struct Asset {
    bytes: Bytes,
    kind: HeaderValue,
    etag: HeaderValue,
}

impl Assets {
    /// Reads the embedded files.
    pub fn load() -> Self {
        let mut files = HashMap::new();
        let mut names: Vec<_> = Embedded::iter().collect();
        names.sort();
        let mut hasher = Sha256::new();
        for name in names {
            let Some(file) = Embedded::get(&name) else { continue };
            hasher.update(name.as_bytes());
            hasher.update(file.metadata.sha256_hash());
            files.insert(name.into_owned(), Asset::new(file));
        }
        Self { files, build: hex(&hasher.finalize()[..6]) }
    }

    /// Returns the build's id: 12 hexadecimal digits.
    pub fn build(&self) -> &str {
        &self.build
    }

    /// Returns the response for a file in the best encoding that the client takes.
    fn respond(&self, path: &str, request: &HeaderMap) -> Response {
        // Encoded copies lie beside their files and are no files of their own.
        let is_copy = Encoding::of_copy(path).is_some();
        let Some(plain) = self.files.get(path).filter(|_| !is_copy) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let copy = encoding::accepted(request).find_map(|encoding| {
            let copy = self.files.get(&format!("{path}.{}", encoding.suffix()))?;
            Some((encoding, copy))
        });
        let chosen = copy.map_or(plain, |(_, copy)| copy);
        let is_known = request.get(IF_NONE_MATCH).is_some_and(|known| *known == chosen.etag);
        let mut response = if is_known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(chosen.bytes.clone()))
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, plain.kind.clone());
        headers.insert(ETAG, chosen.etag.clone());
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let Some((encoding, _)) = copy {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
        }
        response
    }
}

impl Asset {
    fn new(file: EmbeddedFile) -> Self {
        let kind = file.metadata.mimetype();
        let kind = if kind.starts_with("text/") {
            format!("{kind}; charset=utf-8")
        } else {
            kind.to_owned()
        };
        let etag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..16]));
        Self {
            bytes: match file.data {
                std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
            },
            kind: HeaderValue::try_from(kind)
                .unwrap_or(HeaderValue::from_static("application/octet-stream")),
            etag: HeaderValue::try_from(etag).expect("hexadecimal digits are a header value"),
        }
    }
}

/// Serves a file of this build. Files of another build are not found, by which an old page learns
/// that it is out of date.
pub(crate) async fn serve(
    State(state): State<AppState>,
    Path((build, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if build != state.assets.build() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = state.assets.respond(&path, &headers);
    if !response.status().is_client_error() {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(FOREVER));
    }
    response
}

/// Serves the icon to browsers that ask for it without being told where it is.
pub(crate) async fn favicon(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let mut response = state.assets.respond(FAVICON, &headers);
    if response.status() == StatusCode::NOT_FOUND {
        return StatusCode::NO_CONTENT.into_response();
    }
    let for_a_day = HeaderValue::from_static("public, max-age=86400");
    response.headers_mut().insert(CACHE_CONTROL, for_a_day);
    response
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

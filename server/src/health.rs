//! Whether the process lives, and whether it can serve.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::state::AppState;

/// Answers `ok` while the process lives.
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// Answers 200 while everything that requests need can be reached, else 503 naming what cannot.
pub(crate) async fn ready(State(state): State<AppState>) -> Response {
    if state.hub.is_stopping() {
        return not_ready("stopping");
    }
    match state.service.ready().await {
        Ok(()) => "ok".into_response(),
        Err(what) => not_ready(what),
    }
}

fn not_ready(what: &'static str) -> Response {
    // A type of its own, so that the answer stays this one word.
    let kind = [("content-type", "text/plain; charset=utf-8"), ("x-not-ready", what)];
    (StatusCode::SERVICE_UNAVAILABLE, kind, format!("{what} is not ready\n")).into_response()
}

//! Whether the process lives, and whether it can serve.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::guards::failures::HasShape;
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
    let answer = format!("{what} is not ready\n");
    (StatusCode::SERVICE_UNAVAILABLE, Extension(HasShape), answer).into_response()
}

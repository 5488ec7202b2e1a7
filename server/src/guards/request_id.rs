//! Names each request, so that what a person sees and what the log says can be joined.

use std::time::Duration;

use app::api::context::RequestId;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderValue, StatusCode};
use tokio::time::Instant;
use tracing::Instrument;

use crate::state::AppState;

/// The header under which a response tells its request's id.
pub(crate) const HEADER: &str = "x-request-id";

/// Requests that take longer are worth a line at the usual level.
const SLOW: Duration = Duration::from_secs(1);

/// Gives the request an id, and the log a line about its outcome.
pub(crate) async fn assign(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = state.service.clock().new_id().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    // The path without its query: queries hold what people look for, and the setup token.
    let span = tracing::info_span!(
        "request",
        request.id = %id,
        method = %request.method(),
        path = request.uri().path(),
    );
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| report(response.status(), began.elapsed()));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

fn report(status: StatusCode, took: Duration) {
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if status.is_server_error() || took > SLOW {
        tracing::warn!(status = status.as_u16(), took_ms, "answered");
    } else {
        tracing::debug!(status = status.as_u16(), took_ms, "answered");
    }
}

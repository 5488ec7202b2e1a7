//! Gives failures that have no shape of their own (from middleware, from the router) a shape: for people
//! a page, for programs that of the contract, problem+json with the request's id.

use std::any::Any;

use app::api::context::RequestId;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use protocol::fault::Fault;

use crate::pages;
use crate::problem::Problem;
use crate::state::AppState;

/// Response extension: the failure stays as it is.
#[derive(Clone, Copy)]
pub(crate) struct HasShape;

/// Reshapes plain failures.
pub(crate) async fn shape(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let reader = pages::wants_page(request.headers()).then(|| request.headers().clone());
    let response = next.run(request).await;
    let status = response.status();
    let is_failure = status.is_client_error() || status.is_server_error();
    if !is_failure || has_shape(&response, reader.is_some()) {
        return response;
    }
    let (old, _) = response.into_parts();
    let problem = match old.extensions.get::<Fault>() {
        Some(fault) => Problem::from(fault.clone()),
        None => Problem::of_status(status, id.unwrap_or_default()),
    };
    let mut shaped = match reader {
        Some(headers) => pages::failure(state, problem, headers).await,
        None => problem.into_response(),
    };
    for (name, value) in old.headers.iter().filter(|(name, _)| kept(name)) {
        shaped.headers_mut().append(name.clone(), value.clone());
    }
    shaped
}

/// Answers a panic; the report goes to the log once, without what the request carried.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
pub(crate) fn panicked(report: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let text = report.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| report.downcast_ref::<&str>().copied()).unwrap_or("no message");
    tracing::error!(panic = text, "a request handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Pages, server functions and health checks say themselves what failed. Whoever reads pages does not read
/// a program's problem.
fn has_shape(response: &Response, is_for_reader: bool) -> bool {
    let headers = response.headers();
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_shaped = |prefix: &&str| kind.starts_with(prefix);
    ["text/html", "application/json"].iter().any(is_shaped)
        || (!is_for_reader && is_shaped(&"application/problem+json"))
        || headers.contains_key("serverfnerror")
        || response.extensions().get::<HasShape>().is_some()
}

fn kept(name: &http::HeaderName) -> bool {
    !matches!(name.as_str(), "content-type" | "content-length" | "retry-after")
}

//! All routes, and the layers around them in the order in which a request meets them.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use http::header::CONTENT_TYPE;
use http::{Extensions, HeaderMap, StatusCode, Version};
use protocol::limits::REQUEST_BYTES_MAX;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::guards::{client, failures, request_id, security_headers, session};
use crate::origin::Origins;
use crate::refused::Refused;
use crate::state::AppState;
use crate::{assets, health, pages, socket};

/// Time in which a request must have its answer begun.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Returns the whole site.
pub(crate) fn router(state: &AppState) -> Result<Router, Refused> {
    let with_session = pages::routes(state)
        .route("/ws", get(socket::upgrade))
        .layer(from_fn_with_state(state.clone(), session::tell))
        .layer(from_fn_with_state(state.clone(), client::tell));
    let site = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/favicon.ico", get(assets::favicon))
        .route("/pkg/{build}/{*path}", get(assets::serve))
        .merge(with_session);
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), request_id::assign))
        .layer(from_fn_with_state(state.clone(), security_headers::add))
        .layer(from_fn_with_state(state.clone(), failures::shape))
        .layer(CompressionLayer::new().compress_when(is_page))
        .layer(CatchPanicLayer::custom(failures::panicked))
        .layer(csrf(&state.origins)?)
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, ANSWER_WITHIN))
        .layer(RequestBodyLimitLayer::new(REQUEST_BYTES_MAX))
        .layer(DefaultBodyLimit::disable());
    Ok(site.layer(layers).with_state(state.clone()))
}

/// Refuses state-changing requests of other sites' pages, by `Sec-Fetch-Site` and `Origin`.
fn csrf(origins: &Origins) -> Result<CsrfLayer, Refused> {
    let layer = CsrfLayer::new();
    let Some(base_url) = origins.configured() else { return Ok(layer) };
    layer
        .add_trusted_origin(base_url.origin())
        .map_err(|error| Refused::broken("`base_url` cannot be used", &error))
}

/// Only pages are compressed on the fly: assets are ready-made, and small answers are not worth it.
fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

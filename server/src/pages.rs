//! Pages and server functions: hands requests to `app`, which renders or calls `service`.

use app::api::context::Failed;
use app::{App, EntryApp};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method, StatusCode, Uri};
use leptos::prelude::{AnyView, LeptosOptions, provide_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};

use crate::forms;
use crate::guards::session;
use crate::problem::Problem;
use crate::state::AppState;

/// An address without a page, which shows what failed.
const FAILED: &str = "/failed";

/// Returns the routes of every page and every server function of `app`.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let (pages, entry_pages) = (generate_route_list(App), generate_route_list(EntryApp));
    let page = document(state, app::shell);
    let mut routes = Router::new();
    for path in pages.iter().map(AxumRouteListing::path) {
        routes = routes.route(path, post(forms::of_page));
    }
    for path in entry_pages.iter().map(AxumRouteListing::path) {
        routes = routes.route(path, post(forms::of_entry_page));
    }
    routes
        .leptos_routes_with_context(state, pages, context(state), page)
        .leptos_routes_with_handler(entry_pages, entry)
        .fallback(missing)
}

/// Renders a page of a signed-in person.
pub(crate) async fn page(State(state): State<AppState>, request: Request) -> Response<Body> {
    let page = document(&state, app::shell);
    leptos_axum::render_app_async_with_context(context(&state), page)(request).await
}

/// Renders a page without a session, or the one that says that there is no such page.
pub(crate) async fn entry(State(state): State<AppState>, request: Request) -> Response<Body> {
    let page = document(&state, app::entry_shell);
    leptos_axum::render_app_async_with_context(context(&state), page)(request).await
}

/// People get the page that says so, programs the bare status.
async fn missing(state: State<AppState>, request: Request) -> Response<Body> {
    let is_reading = request.method() == Method::GET || request.method() == Method::HEAD;
    if !is_reading || !wants_page(request.headers()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = entry(state, request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// Renders the page that says what failed before a page could be asked.
pub(crate) async fn failure(
    state: AppState,
    problem: Problem,
    headers: HeaderMap,
) -> Response<Body> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = Uri::from_static(FAILED);
    *request.headers_mut() = headers;
    request.headers_mut().remove(CONTENT_TYPE);
    request.headers_mut().remove(CONTENT_LENGTH);
    session::tell_of_site(&state, request.extensions_mut());
    request.extensions_mut().insert(Failed(problem.fault));
    let mut response = entry(State(state), request).await;
    *response.status_mut() = problem.status;
    response
}

fn document(
    state: &AppState,
    shell: fn(LeptosOptions) -> AnyView,
) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let options = state.leptos.clone();
    move || shell(options.clone())
}

/// Returns what the server functions and the renderer find in their context.
pub(crate) fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let service = state.service.clone();
    move || provide_context(service.clone())
}

pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

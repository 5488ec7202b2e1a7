//! Pages and server functions: hands requests to `app`, which renders or calls `service`.

use app::App;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::ACCEPT;
use http::{HeaderMap, Method, StatusCode};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};

use crate::state::AppState;

/// Returns the routes of every page and every server function of `app`.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let shell = shell(state);
    let context = context(state);
    Router::new()
        .leptos_routes_with_context(state, generate_route_list(App), context, shell)
        .fallback(missing)
}

/// People get the page that says so, programs the bare status.
async fn missing(State(state): State<AppState>, request: Request) -> Response<Body> {
    let is_reading = request.method() == Method::GET || request.method() == Method::HEAD;
    if !is_reading || !wants_page(request.headers()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let render = leptos_axum::render_app_async_with_context(context(&state), shell(&state));
    let mut response = render(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

fn shell(
    state: &AppState,
) -> impl Fn() -> leptos::prelude::AnyView + Clone + Send + Sync + 'static {
    let options = state.leptos.clone();
    move || {
        use leptos::prelude::IntoAny;
        app::shell(options.clone()).into_any()
    }
}

/// Returns what the server functions and the renderer find in their context.
fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let service = state.service.clone();
    move || provide_context(service.clone())
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

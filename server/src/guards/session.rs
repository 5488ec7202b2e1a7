//! Who is signed in, by cookie. Handlers find it beside the request; deciding what that person may
//! do is the service's business.

use app::api::context::{Build, HasPseudoLocale, RequestId, Session};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::Extensions;

use crate::problem::Problem;
use crate::session_cookie;
use crate::state::AppState;

/// Tells handlers who is signed in, how the cookie is set, and which build this is.
pub(crate) async fn tell(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let token = session_cookie::token(request.headers(), &state.cookie);
    let actor = match token {
        Some(token) => match state.service.auth().authenticate(&token).await {
            Ok(actor) => actor,
            Err(error) => {
                let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
                return Problem::from(error.into_fault(&id.unwrap_or_default())).into_response();
            }
        },
        None => None,
    };
    let extensions = request.extensions_mut();
    extensions.insert(Session(actor));
    tell_of_site(&state, extensions);
    next.run(request).await
}

/// Tells handlers what is the same for everybody.
pub(crate) fn tell_of_site(state: &AppState, extensions: &mut Extensions) {
    extensions.insert(state.cookie);
    extensions.insert(HasPseudoLocale(state.has_pseudo_locale));
    extensions.insert(Build(state.assets.build().to_owned()));
}

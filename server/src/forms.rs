//! Forms that a browser without scripts posts by itself: to the page that they are on, with the name of
//! the server function in the query. A form that is refused is answered by that page, which has what
//! was typed; so nothing of it ever stands in an address or in a log.

use app::address::{FORM, sign_in_address, without};
use app::api::context::{PlainForm, Refused};
use app::api::refusal::Refusal;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, Uri};
use leptos_axum::handle_server_fns_with_context;
use protocol::fault::{Fault, FaultCode};

use crate::pages;
use crate::state::AppState;

/// A form that was refused, and the request that brought it.
struct RefusedForm {
    parts: Parts,
    page: String,
    refusal: Refusal,
}

/// Takes a form of a page of a signed-in person. Who is not signed in any more gets the sign-in page,
/// which leads back and shows what was typed.
pub(crate) async fn of_page(State(state): State<AppState>, request: Request) -> Response {
    let refused = match take(&state, request).await {
        Ok(done) => return done,
        Err(refused) => *refused,
    };
    let status = refused.status();
    let answer = if refused.refusal.error.0.code == FaultCode::Unauthenticated {
        let sign_in = sign_in_address(&refused.page);
        pages::entry(State(state), refused.request_for(&sign_in)).await
    } else {
        let page = refused.page.clone();
        pages::page(State(state), refused.request_for(&page)).await
    };
    with_status(answer, status)
}

/// Takes a form of a page without a session.
pub(crate) async fn of_entry_page(State(state): State<AppState>, request: Request) -> Response {
    let refused = match take(&state, request).await {
        Ok(done) => return done,
        Err(refused) => *refused,
    };
    let (status, page) = (refused.status(), refused.page.clone());
    with_status(pages::entry(State(state), refused.request_for(&page)).await, status)
}

/// Calls the server function that the form names.
async fn take(state: &AppState, request: Request) -> Result<Response, Box<RefusedForm>> {
    let (parts, body) = request.into_parts();
    let Some(endpoint) = endpoint(&parts.uri) else {
        return Ok(StatusCode::METHOD_NOT_ALLOWED.into_response());
    };
    let address = parts.uri.path_and_query().map_or("/", |address| address.as_str());
    let page = without(address, &[FORM]);
    let form = PlainForm::new(endpoint.clone(), page.clone());
    let mut call = Request::new(body);
    *call.method_mut() = Method::POST;
    *call.uri_mut() = Uri::try_from(format!("/fn/{endpoint}")).unwrap_or_default();
    *call.headers_mut() = parts.headers.clone();
    // The function itself answers as it answers scripts; what that means for a page is said here.
    call.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    *call.extensions_mut() = parts.extensions.clone();
    call.extensions_mut().insert(form.clone());
    let done = handle_server_fns_with_context(pages::context(state), call).await.into_response();
    let unread = || Fault::new(FaultCode::Malformed, "The request could not be read.");
    let refusal = match form.refusal() {
        Some(refusal) => refusal,
        None if done.status().is_redirection() => return Ok(done),
        None => Refusal::new(&endpoint, &[], unread()),
    };
    Err(Box::new(RefusedForm { parts, page, refusal }))
}

/// Returns the endpoint that an address names; there is none with other characters.
fn endpoint(uri: &Uri) -> Option<String> {
    let mut pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let (_, endpoint) = pairs.find(|(key, _)| *key == FORM)?;
    let is_name = endpoint.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (is_name && !endpoint.is_empty()).then(|| endpoint.to_owned())
}

impl RefusedForm {
    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.refusal.error.0.code.status())
            .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
    }

    /// Returns the request for the page that answers.
    fn request_for(self, page: &str) -> Request {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = Uri::try_from(page).unwrap_or_default();
        *request.headers_mut() = self.parts.headers;
        request.headers_mut().remove(CONTENT_TYPE);
        request.headers_mut().remove(CONTENT_LENGTH);
        *request.extensions_mut() = self.parts.extensions;
        request.extensions_mut().insert(Refused(self.refusal));
        request
    }
}

/// A page that says itself what is the matter, or leads elsewhere, keeps its status.
fn with_status(mut page: Response, status: StatusCode) -> Response {
    if page.status() == StatusCode::OK {
        *page.status_mut() = status;
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_server_function_or_none() {
        let of = |address: &str| endpoint(&address.parse().unwrap());
        assert_eq!(of("/c/a/b?panel=members&do=post_message").as_deref(), Some("post_message"));
        for none in ["/c/a/b", "/c/a/b?do=", "/c/a/b?do=..%2Fx", "/c/a/b?doo=x", "/c/a/b?do=a/b"] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}

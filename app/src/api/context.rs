//! What a server function knows of its request. The server puts the extensions defined here into
//! every request, and [`Service`] into the leptos context.

use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, COOKIE, HeaderName, HeaderValue, LOCATION, REFERER, RETRY_AFTER,
    SET_COOKIE,
};
use http::request::Parts;
use http::{StatusCode, Uri};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use protocol::fault::{Fault, FaultCode};
use protocol::id::UserId;
use protocol::language::Language;
use protocol::limits::SESSION_AGE_MS_MAX;
use service::{Actor, ClientInfo, Service};

use crate::address::{encoded, local};
use crate::api::error::ApiError;
use crate::api::negotiation::Wishes;
use crate::api::refusal::{FAULT, REFUSED, TYPED};
use crate::i18n::Locale;

/// Bytes of what was typed that go back to a refused form in its address. Beyond, nothing goes:
/// the browser's own Back still has it.
const TYPED_BYTES_MAX: usize = 4 * 1_024;
/// The cookie with a visitor's language.
const LANGUAGE_COOKIE: &str = "language";
/// A year.
const LANGUAGE_AGE_S: i64 = 365 * 24 * 60 * 60;

/// Request extension: who is signed in.
#[derive(Clone, Debug)]
pub struct Session(pub Option<Actor>);

/// Request extension: where the request comes from.
#[derive(Clone, Debug)]
pub struct Client(pub ClientInfo);

/// Request extension: the request's id in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Request extension: how the session cookie is called and whether it is `Secure`.
#[derive(Clone, Copy, Debug)]
pub struct CookiePolicy {
    /// `__Host-lyceum`, or `lyceum` on plain-HTTP loopback.
    pub name: &'static str,
    /// Whether the cookie travels on HTTPS only.
    pub secure: bool,
}

/// Request extension: whether the pseudo-locale may be asked for, which only those who look at the
/// pages want.
#[derive(Clone, Copy, Debug)]
pub struct HasPseudoLocale(pub bool);

/// Request extension: the server's build.
#[derive(Clone, Debug)]
pub struct Build(pub String);

/// The request at hand.
#[derive(Clone)]
pub struct Context {
    /// The service.
    pub service: Service,
    parts: Parts,
    response: ResponseOptions,
}

impl Context {
    /// Returns the context of the request that is being answered.
    pub fn current() -> Result<Self, ApiError> {
        let found = (use_context(), use_context(), use_context());
        let (Some(service), Some(parts), Some(response)) = found else {
            return Err(Fault::new(FaultCode::Unavailable, "The request has no context.").into());
        };
        Ok(Self { service, parts, response })
    }

    /// Returns who is signed in, if anybody.
    pub fn session(&self) -> Option<&Actor> {
        self.parts.extensions.get::<Session>().and_then(|session| session.0.as_ref())
    }

    /// Returns who is signed in; refuses if nobody is.
    pub fn actor(&self) -> Result<&Actor, ApiError> {
        self.session().ok_or_else(|| self.refuse(Fault::unauthenticated()))
    }

    /// Returns who is signed in, if it is the one who is meant.
    pub fn actor_if(&self, meant: Option<UserId>) -> Result<&Actor, ApiError> {
        let actor = self.actor()?;
        if meant.is_some_and(|meant| meant != actor.user_id) {
            return Err(self.refuse(Fault::unauthenticated()));
        }
        Ok(actor)
    }

    /// Returns where the request comes from.
    pub fn client(&self) -> Result<&ClientInfo, ApiError> {
        let client = self.parts.extensions.get::<Client>();
        let unknown = || Fault::new(FaultCode::Unavailable, "The request has no address.");
        client.map(|client| &client.0).ok_or_else(|| self.refuse(unknown()))
    }

    /// Returns the request's id.
    pub fn request_id(&self) -> &str {
        self.parts.extensions.get::<RequestId>().map_or("", |id| &id.0)
    }

    /// Returns the server's build.
    pub fn build(&self) -> String {
        self.parts.extensions.get::<Build>().map_or_else(String::new, |build| build.0.clone())
    }

    /// Returns the value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let headers = self.parts.headers.get_all(COOKIE).iter();
        headers
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Returns the language of the answer.
    pub(crate) fn locale(&self) -> Locale {
        let has_pseudo = self.parts.extensions.get::<HasPseudoLocale>();
        let accepted = self.parts.headers.get(ACCEPT_LANGUAGE);
        let wishes = Wishes {
            account: self.session().and_then(|actor| actor.language),
            cookie: self.cookie(LANGUAGE_COOKIE),
            accepted: accepted.and_then(|value| value.to_str().ok()).unwrap_or_default(),
            has_pseudo: has_pseudo.is_some_and(|has_pseudo| has_pseudo.0),
        };
        wishes.locale()
    }

    /// Maps the outcome of a service call; a refusal sets the status of the answer.
    pub fn answer<T>(&self, outcome: Result<T, service::Error>) -> Result<T, ApiError> {
        outcome.map_err(|error| self.refuse(error.into_fault(self.request_id())))
    }

    /// Like [`Context::answer`], for a function that a form posts: without scripts the browser is
    /// sent back to the form, with what was typed. `typed` must hold no password.
    pub fn answer_form<T>(
        &self,
        endpoint: &str,
        typed: &[(&str, &str)],
        outcome: Result<T, service::Error>,
    ) -> Result<T, ApiError> {
        match outcome {
            Ok(done) => {
                if self.is_plain_form() {
                    // Back to the page, without what an earlier refusal left in its address.
                    let (path, pairs) = without_refusal(&self.referring_page());
                    self.see_other(&join(&path, &pairs));
                }
                Ok(done)
            }
            Err(error) => {
                Err(self.refuse_form(endpoint, typed, error.into_fault(self.request_id())))
            }
        }
    }

    /// Sets the status of a refusal, except on a plain form's answer, which is a redirect.
    pub fn refuse(&self, fault: Fault) -> ApiError {
        if !self.is_plain_form() {
            set_status(&self.response, &fault);
        }
        ApiError(fault)
    }

    /// Sends a plain form back to its page.
    pub fn refuse_form(&self, endpoint: &str, typed: &[(&str, &str)], fault: Fault) -> ApiError {
        if !self.is_plain_form() {
            return self.refuse(fault);
        }
        let address = refused_address(&self.referring_page(), endpoint, typed, &fault);
        self.see_other(&address);
        ApiError(fault)
    }

    /// Sends the browser to another page: a plain form by its answer, a page with scripts by the
    /// router.
    pub fn redirect(&self, address: &str) {
        if self.is_plain_form() {
            return self.see_other(address);
        }
        leptos_axum::redirect(address);
    }

    /// Sends a plain form to another course. A page with scripts loads it anew: the live state of a
    /// course stays with its page.
    pub fn leave_for(&self, address: &str) {
        if self.is_plain_form() {
            self.see_other(address);
        }
    }

    /// Sets the session cookie. A session that the browser had before ends: pages that still stand in it
    /// must not speak for somebody else.
    pub async fn replace_session(&self, token: &str) -> Result<(), ApiError> {
        if let Some(before) = self.session() {
            self.answer(self.service.auth().sign_out(before).await)?;
        }
        self.renew_session(token);
        Ok(())
    }

    /// Sets the cookie of a session that took the place of the browser's own.
    pub fn renew_session(&self, token: &str) {
        self.set_cookie(token, SESSION_AGE_MS_MAX / 1_000);
    }

    /// Removes the session cookie.
    pub fn remove_session(&self) {
        self.set_cookie("", 0);
    }

    /// Keeps a visitor's language in a cookie. An account keeps its own; where it leaves the language to
    /// the browser, the cookie would stand between them.
    pub fn keep_language(&self, language: Option<Language>) {
        match (self.session(), language) {
            (None, Some(language)) => {
                self.append_cookie(LANGUAGE_COOKIE, language.as_str(), LANGUAGE_AGE_S);
            }
            (_, None) => self.append_cookie(LANGUAGE_COOKIE, "", 0),
            (Some(_), Some(_)) => {}
        }
    }

    /// Whether a browser without scripts posted a form to a server function.
    fn is_plain_form(&self) -> bool {
        let accepts = self.parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok());
        self.parts.uri.path().starts_with("/fn/")
            && accepts.is_some_and(|accepts| accepts.contains("text/html"))
    }

    /// Returns path and query of the page that the form is on.
    fn referring_page(&self) -> String {
        let referer = self.parts.headers.get(REFERER).and_then(|value| value.to_str().ok());
        let uri = referer.and_then(|referer| referer.parse::<Uri>().ok());
        let page = uri.and_then(|uri| uri.path_and_query().map(ToString::to_string));
        page.map_or_else(|| "/".to_owned(), |page| local(&page).to_owned())
    }

    fn see_other(&self, address: &str) {
        self.response.set_status(StatusCode::SEE_OTHER);
        let location = HeaderValue::from_str(address);
        let location = location.unwrap_or_else(|_| HeaderValue::from_static("/"));
        self.response.insert_header(LOCATION, location);
    }

    fn set_cookie(&self, value: &str, max_age_s: i64) {
        let Some(policy) = self.parts.extensions.get::<CookiePolicy>() else { return };
        self.append_cookie(policy.name, value, max_age_s);
    }

    fn append_cookie(&self, name: &str, value: &str, max_age_s: i64) {
        let Some(policy) = self.parts.extensions.get::<CookiePolicy>() else { return };
        let secure = if policy.secure { "; Secure" } else { "" };
        let cookie =
            format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}");
        let cookie = HeaderValue::from_str(&cookie).expect("tokens and tags are URL-safe text");
        self.response.append_header(SET_COOKIE, cookie);
    }

    /// Sets a header of the answer.
    pub fn set_header(&self, name: HeaderName, value: HeaderValue) {
        self.response.insert_header(name, value);
    }
}

/// Sets the HTTP status that carries a fault's code, and when to come back.
pub fn set_status(response: &ResponseOptions, fault: &Fault) {
    let status = StatusCode::from_u16(fault.code.status());
    response.set_status(status.expect("a fault's status is a valid one"));
    if let Some(wait_ms) = fault.retry_after_ms {
        response.insert_header(RETRY_AFTER, HeaderValue::from(wait_ms.div_ceil(1_000)));
    }
}

/// Returns the page's address with a refusal in its query, in place of an earlier one's.
fn refused_address(page: &str, endpoint: &str, typed: &[(&str, &str)], fault: &Fault) -> String {
    let (path, mut pairs) = without_refusal(page);
    // The page that the browser goes back to shows the message as it is; an address has no room for it.
    let fault = Fault { current: None, ..fault.clone() };
    let json = serde_json::to_string(&fault).expect("a fault is plain data");
    pairs.push(format!("{REFUSED}={endpoint}"));
    pairs.push(format!("{FAULT}={}", encoded(&json)));
    let typed: Vec<String> =
        typed.iter().map(|(field, text)| format!("{TYPED}{field}={}", encoded(text))).collect();
    if typed.iter().map(String::len).sum::<usize>() <= TYPED_BYTES_MAX {
        pairs.extend(typed);
    }
    join(&path, &pairs)
}

/// Returns path and query pairs of a page's address, those of a refusal left out.
fn without_refusal(page: &str) -> (String, Vec<String>) {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let is_ours = |pair: &&str| {
        let key = pair.split('=').next().unwrap_or_default();
        key == REFUSED || key == FAULT || key.starts_with(TYPED) || key.is_empty()
    };
    let pairs = query.split('&').filter(|pair| !is_ours(pair)).map(ToOwned::to_owned);
    (path.to_owned(), pairs.collect())
}

fn join(path: &str, pairs: &[String]) -> String {
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use protocol::fault::FieldCode;

    use super::*;

    #[test]
    fn a_refused_form_finds_its_words_again_and_earlier_refusals_go() {
        let fault = Fault::field("login", FieldCode::Taken, None);
        let once =
            refused_address("/sign-up?next=%2Fc%2Fa", "sign_up", &[("login", "a&b")], &fault);
        assert!(once.starts_with("/sign-up?next=%2Fc%2Fa&refused=sign_up&fault=%7B"), "{once}");
        assert!(once.ends_with("&typed-login=a%26b"), "{once}");
        assert_eq!(refused_address(&once, "sign_up", &[("login", "a&b")], &fault), once);
    }

    #[test]
    fn very_long_texts_stay_out_of_the_address() {
        let fault = Fault::not_found();
        let body = "x".repeat(TYPED_BYTES_MAX);
        assert!(
            !refused_address("/c/a/b", "post_message", &[("body", &body)], &fault).contains("xx")
        );
    }
}

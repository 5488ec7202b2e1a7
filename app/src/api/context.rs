//! What a server function knows of its request. The server puts the extensions defined here into
//! every request, and [`Service`] into the leptos context.

use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;
use http::header::{
    ACCEPT_LANGUAGE, COOKIE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE,
};
use http::request::Parts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use protocol::fault::{Fault, FaultCode};
use protocol::id::{MessageId, UserId};
use protocol::language::Language;
use protocol::limits::SESSION_AGE_MS_MAX;
use service::{Actor, ClientInfo, Service};

use crate::address::{at_message, done};
use crate::api::error::ApiError;
use crate::api::negotiation::Wishes;
use crate::api::refusal::Refusal;
use crate::i18n::Locale;

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

/// Request extension: a browser without scripts posted a form to the page that it is on.
#[derive(Clone, Debug)]
pub struct PlainForm {
    endpoint: String,
    page: String,
    refusal: Arc<Mutex<Option<Refusal>>>,
}

impl PlainForm {
    /// Takes the server function's endpoint, and path and query of the page.
    pub fn new(endpoint: String, page: String) -> Self {
        Self { endpoint, page, refusal: Arc::default() }
    }

    /// Returns why the form was refused, if it was.
    pub fn refusal(&self) -> Option<Refusal> {
        self.refusal.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn refuse(&self, typed: &[(&str, &str)], fault: Fault) {
        let refusal = Refusal::new(&self.endpoint, typed, fault);
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal);
    }
}

/// Request extension: the page to be rendered answers a form that was refused.
#[derive(Clone, Debug)]
pub struct Refused(pub Refusal);

/// Request extension: the page to be rendered says what failed before a page could be asked.
#[derive(Clone, Debug)]
pub struct Failed(pub Fault);

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

    /// Like [`Context::answer`], for a function that a form posts: without scripts its page is the
    /// answer, with what was typed, or is gone to anew. `typed` must hold no password.
    pub fn answer_form<T>(
        &self,
        endpoint: &str,
        typed: &[(&str, &str)],
        outcome: Result<T, service::Error>,
    ) -> Result<T, ApiError> {
        match outcome {
            Ok(answer) => {
                if let Some(form) = self.plain_form() {
                    self.see_other(&done(&form.page, endpoint));
                }
                Ok(answer)
            }
            Err(error) => Err(self.refuse_form(typed, error.into_fault(self.request_id()))),
        }
    }

    /// Refuses: in the answer's status, or by the plain form's page.
    pub fn refuse(&self, fault: Fault) -> ApiError {
        self.refuse_form(&[], fault)
    }

    fn refuse_form(&self, typed: &[(&str, &str)], fault: Fault) -> ApiError {
        match self.plain_form() {
            Some(form) => form.refuse(typed, fault.clone()),
            None => set_status(&self.response, &fault),
        }
        ApiError(fault)
    }

    /// Leads a plain form to a message of the channel that its page shows.
    pub fn show_message(&self, id: MessageId) {
        if let Some(form) = self.plain_form() {
            self.see_other(&at_message(&form.page, id));
        }
    }

    /// Sends the browser to another page: a plain form by its answer, a page with scripts by the
    /// router.
    pub fn redirect(&self, address: &str) {
        match self.plain_form() {
            Some(_) => self.see_other(address),
            None => leptos_axum::redirect(address),
        }
    }

    /// Sends a plain form to another course. A page with scripts loads it anew: the live state of a
    /// course stays with its page.
    pub fn leave_for(&self, address: &str) {
        if self.plain_form().is_some() {
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

    /// Returns the form that a browser without scripts posted, if it did.
    pub fn plain_form(&self) -> Option<&PlainForm> {
        self.parts.extensions.get()
    }

    /// Returns what failed before a page could be asked, if anything did.
    pub fn failed(&self) -> Option<&Fault> {
        self.parts.extensions.get::<Failed>().map(|failed| &failed.0)
    }

    /// Returns why the form was refused that the page answers, if it answers one.
    pub fn refused(&self) -> Option<&Refusal> {
        self.parts.extensions.get::<Refused>().map(|refused| &refused.0)
    }

    fn see_other(&self, address: &str) {
        self.response.set_status(StatusCode::SEE_OTHER);
        let location = HeaderValue::from_str(address);
        let location = location.unwrap_or_else(|_| HeaderValue::from_static("/"));
        self.response.insert_header(LOCATION, location);
    }

    /// Sets a cookie that pages without scripts choose, as `live::browser` sets it for the others.
    pub fn set_choice(&self, name: &str, value: &str) {
        let secure = self.parts.extensions.get::<CookiePolicy>().is_some_and(|it| it.secure);
        let secure = if secure { "; Secure" } else { "" };
        let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            self.response.append_header(SET_COOKIE, cookie);
        }
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

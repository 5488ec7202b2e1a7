//! Failures over HTTP: RFC 9457 `application/problem+json`.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use protocol::fault::{Fault, FaultCode, FieldFault};
use serde::Serialize;

/// A fault with the status that carries it.
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) fault: Fault,
}

#[derive(Serialize)]
struct Shape<'a> {
    code: FaultCode,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "<[FieldFault]>::is_empty")]
    fields: &'a [FieldFault],
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
}

impl Problem {
    /// Returns the problem for a bare status, under the request's id.
    pub(crate) fn of_status(status: StatusCode, request_id: String) -> Self {
        let (code, detail) = meaning(status);
        let fault = Fault { request_id: Some(request_id), ..Fault::new(code, detail) };
        let status =
            if code == FaultCode::Unavailable { StatusCode::SERVICE_UNAVAILABLE } else { status };
        Self { status, fault }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let status = StatusCode::from_u16(fault.code.status());
        Self { status: status.unwrap_or(StatusCode::SERVICE_UNAVAILABLE), fault }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let shape = Shape {
            code: self.fault.code,
            title: title(self.fault.code),
            status: self.status.as_u16(),
            detail: &self.fault.detail,
            request_id: self.fault.request_id.as_deref(),
            fields: &self.fault.fields,
            retry_after_ms: self.fault.retry_after_ms,
        };
        let body = serde_json::to_vec(&shape).expect("a problem is plain data");
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(wait_ms) = self.fault.retry_after_ms {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait_ms.div_ceil(1_000)));
        }
        // Who reads pages gets one instead (`guards::failures`).
        response.extensions_mut().insert(self.fault);
        response
    }
}

fn meaning(status: StatusCode) -> (FaultCode, &'static str) {
    match status {
        StatusCode::UNAUTHORIZED => (FaultCode::Unauthenticated, "Sign in first."),
        StatusCode::FORBIDDEN => {
            (FaultCode::Forbidden, "This request did not come from a page of this site.")
        }
        StatusCode::NOT_FOUND => {
            (FaultCode::NotFound, "There is no such thing, or you cannot see it.")
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            (FaultCode::Malformed, "This address does not take this method.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => (FaultCode::TooLarge, "The request is too large."),
        StatusCode::TOO_MANY_REQUESTS => {
            (FaultCode::RateLimited, "Too many requests; try again later.")
        }
        StatusCode::REQUEST_TIMEOUT => (FaultCode::Unavailable, "This took too long. Try again."),
        status if status.is_client_error() => {
            (FaultCode::Malformed, "The request could not be read.")
        }
        _ => (FaultCode::Unavailable, "Something failed on the server. Try again."),
    }
}

fn title(code: FaultCode) -> &'static str {
    match code {
        FaultCode::Malformed => "Malformed request",
        FaultCode::Unauthenticated => "Not signed in",
        FaultCode::Forbidden => "Not allowed",
        FaultCode::NotFound => "Not found",
        FaultCode::Conflict => "Conflict",
        FaultCode::TooLarge => "Too large",
        FaultCode::Invalid => "Some fields need a change",
        FaultCode::Frozen => "Read-only",
        FaultCode::RateLimited => "Too many requests",
        FaultCode::SlowMode => "Slow mode",
        FaultCode::TimedOut => "Timed out",
        FaultCode::OversightRequired => "Oversight session required",
        FaultCode::Unavailable => "Unavailable",
    }
}

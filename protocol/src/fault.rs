//! What a client may see of a failure: a closed set of codes. Everything else is an internal
//! error, logged once by the server and shown as `unavailable` with the request id.

use serde::{Deserialize, Serialize};

use crate::message::Message;

/// A text that names no variant of a closed set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownText(pub String);

impl std::fmt::Display for UnknownText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown value `{}`", self.0)
    }
}

impl std::error::Error for UnknownText {}

text_enum! {
    /// Why a request was refused. HTTP statuses are in [`FaultCode::status`].
    FaultCode {
        /// The request could not be read.
        Malformed = "malformed",
        /// Nobody is signed in, or the session has ended.
        Unauthenticated = "unauthenticated",
        /// The caller knows of the thing and may not do this to it.
        Forbidden = "forbidden",
        /// There is no such thing, or the caller may not know of it.
        NotFound = "not_found",
        /// Something changed meanwhile, or the key was used for another draft.
        Conflict = "conflict",
        /// The request is larger than its limit.
        TooLarge = "too_large",
        /// Some fields are wrong; `fields` says which.
        Invalid = "invalid",
        /// The place is archived, locked or in an exam.
        Frozen = "frozen",
        /// Too many requests; `retry_after_ms` says when to come back.
        RateLimited = "rate_limited",
        /// The channel's slow mode; `retry_after_ms` says when to come back.
        SlowMode = "slow_mode",
        /// The person is timed out.
        TimedOut = "timed_out",
        /// Staff must open an oversight session first.
        OversightRequired = "oversight_required",
        /// Something failed on the server, or the server cannot be reached.
        Unavailable = "unavailable",
    }
}

impl FaultCode {
    /// Returns the HTTP status that carries this code.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden | Self::TimedOut | Self::OversightRequired => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::Invalid => 422,
            Self::Frozen => 423,
            Self::RateLimited | Self::SlowMode => 429,
            Self::Unavailable => 503,
        }
    }
}

text_enum! {
    /// What is wrong with one field.
    FieldCode {
        /// Nothing was given.
        Empty = "empty",
        /// Shorter than `limit`.
        TooShort = "too_short",
        /// Longer than `limit`.
        TooLong = "too_long",
        /// Holds a character that this field does not take.
        BadCharacters = "bad_characters",
        /// Somebody or something else has this name.
        Taken = "taken",
        /// Among the passwords that everybody tries first, or made of the account's own names.
        Common = "common",
        /// Not the value that was asked for.
        Wrong = "wrong",
        /// A group must keep an owner.
        LastOwner = "last_owner",
        /// There are `limit` already.
        TooMany = "too_many",
        /// A course must keep an instructor.
        LastInstructor = "last_instructor",
    }
}

/// One wrong field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// The field's name in the request.
    pub field: String,
    /// What is wrong with it.
    pub code: FieldCode,
    /// The bound that was missed, in the field's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// An error that the client may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Why.
    pub code: FaultCode,
    /// One English sentence for people who read JSON; interfaces translate the code instead.
    pub detail: String,
    /// The wrong fields, where the code is `invalid`, or the one in the way of a `conflict`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldFault>,
    /// When trying again makes sense, for `rate_limited`, `slow_mode` and `unavailable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The request's id in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The message as it is now, where an edit began from an older version of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Box<Message>>,
}

impl Fault {
    /// Returns a fault with a code and a sentence, and nothing else.
    pub fn new(code: FaultCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            fields: Vec::new(),
            retry_after_ms: None,
            request_id: None,
            current: None,
        }
    }

    /// Returns the one answer for what is absent and for what the caller may not know of.
    pub fn not_found() -> Self {
        Self::new(FaultCode::NotFound, "There is no such thing, or you cannot see it.")
    }

    /// Returns the answer for a caller who is not signed in.
    pub fn unauthenticated() -> Self {
        Self::new(FaultCode::Unauthenticated, "Sign in first.")
    }

    /// Returns the answer for wrong fields.
    pub fn invalid(fields: Vec<FieldFault>) -> Self {
        Self { fields, ..Self::new(FaultCode::Invalid, "Some fields need a change.") }
    }

    /// Returns the answer for one wrong field.
    pub fn field(field: &str, code: FieldCode, limit: Option<usize>) -> Self {
        let limit = limit.and_then(|limit| u32::try_from(limit).ok());
        Self::invalid(vec![FieldFault { field: field.to_owned(), code, limit }])
    }

    /// Returns the answer for an edit of words that have changed meanwhile, or are gone.
    pub fn stale(current: Message) -> Self {
        let detail = if current.is_visible() {
            "The message was changed meanwhile."
        } else {
            "The message was taken away meanwhile."
        };
        Self { current: Some(Box::new(current)), ..Self::new(FaultCode::Conflict, detail) }
    }

    /// Returns the answer for a field whose value is right, and which cannot be had as things stand.
    pub fn conflict(field: &str, code: FieldCode, limit: Option<u32>, detail: &str) -> Self {
        let fields = vec![FieldFault { field: field.to_owned(), code, limit }];
        Self { fields, ..Self::new(FaultCode::Conflict, detail) }
    }

    /// Returns the answer for a caller who comes too often.
    pub fn rate_limited(retry_after_ms: u64) -> Self {
        Self {
            retry_after_ms: Some(retry_after_ms),
            ..Self::new(FaultCode::RateLimited, "Too many requests; try again later.")
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Fault {}

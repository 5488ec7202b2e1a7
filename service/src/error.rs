//! What an operation may fail with, and the only place where internals become a [`Fault`].

use protocol::fault::{Fault, FaultCode};
use protocol::permission::Refusal;

/// Pause before what gave way is tried again.
const RETRY_AFTER_MS: u64 = 500;

/// A refusal that the client may see, or a breakage that it may not.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Refused; the client sees this as it is.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] store::Error),
    /// Something else broke.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Wraps a breakage.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }

    /// Returns what the client may see. A breakage is logged here, once, under the request id.
    pub fn into_fault(self, request_id: &str) -> Fault {
        let mut fault = match self {
            Self::Fault(fault) => fault,
            Self::Store(source) if source.may_retry() => collided(&source, request_id),
            Self::Store(source) => unavailable(&source, request_id),
            Self::Internal(source) => unavailable(source.as_ref(), request_id),
        };
        fault.request_id = Some(request_id.to_owned());
        fault
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Fault(refusal.into())
    }
}

/// Two transactions met, and this one gave way.
fn collided(source: &store::Error, request_id: &str) -> Fault {
    tracing::warn!(request.id = request_id, error = %source, "an operation gave way to another");
    let text = "Somebody changed the same thing just now. Try again.";
    Fault { retry_after_ms: Some(RETRY_AFTER_MS), ..Fault::new(FaultCode::Unavailable, text) }
}

fn unavailable(source: &(dyn std::error::Error + 'static), request_id: &str) -> Fault {
    let causes = std::iter::successors(Some(source), |error| error.source());
    let causes = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
    tracing::error!(request.id = request_id, error = causes, "an operation failed");
    Fault::new(FaultCode::Unavailable, "Something failed on the server. Try again.")
}

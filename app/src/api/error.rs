//! The error of every server function.

use protocol::fault::{Fault, FaultCode};
use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

use crate::api::codec::JsonText;

/// A refusal as the page sees it: a fault of the service, or `unavailable` for a server that could
/// not be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiError(pub Fault);

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ApiError {}

/// Returns the fault of a server that does not answer.
pub(crate) fn unreachable() -> Fault {
    Fault::new(FaultCode::Unavailable, "The server could not be reached.")
}

impl FromServerFnError for ApiError {
    type Encoder = JsonText;

    /// What goes wrong around a server function says something about the request only where the
    /// server could not read the arguments; the rest is the way to the server.
    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        let fault = match value {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Fault::new(FaultCode::Malformed, "The request could not be read.")
            }
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => {
                Fault::new(FaultCode::Malformed, "The request could not be read.")
            }
            _ => unreachable(),
        };
        #[cfg(feature = "ssr")]
        if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            crate::api::context::set_status(&response, &fault);
        }
        Self(fault)
    }
}

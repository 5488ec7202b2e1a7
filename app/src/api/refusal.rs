//! A refused form without scripts: the browser is sent back to the page of the form, whose address
//! then says what was wrong and what was typed. Passwords never go there.
//!
//! A form's page shows `use_refusal("sign_in")` exactly like the error of its action, and fills
//! its fields with `refusal.typed("login")`.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use protocol::fault::Fault;

use crate::api::error::ApiError;

/// Query key: which server function refused.
pub(crate) const REFUSED: &str = "refused";
/// Query key: the fault as JSON.
pub(crate) const FAULT: &str = "fault";
/// Query key prefix of what was typed.
pub(crate) const TYPED: &str = "typed-";

/// What was wrong with a form that was posted without scripts.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Why.
    pub error: ApiError,
    query: ParamsMap,
}

impl Refusal {
    /// Reads the query of the form's page.
    pub fn read(endpoint: &str, query: ParamsMap) -> Option<Self> {
        let fault = query
            .get_str(REFUSED)
            .filter(|refused| *refused == endpoint)
            .and_then(|_| query.get_str(FAULT))
            .and_then(|json| serde_json::from_str::<Fault>(json).ok())?;
        Some(Self { error: ApiError(fault), query })
    }

    /// Returns what was typed into a field; nothing for passwords and for very long texts.
    pub fn typed(&self, field: &str) -> String {
        self.query.get(&format!("{TYPED}{field}")).unwrap_or_default()
    }
}

/// Returns the refusal of a form, given by its server function's endpoint, from the page's address.
/// The same on server and client.
pub fn use_refusal(endpoint: &'static str) -> Option<Refusal> {
    Refusal::read(endpoint, use_query_map().get_untracked())
}

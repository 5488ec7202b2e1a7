//! A refused form without scripts: the browser posted it to the page that it is on, and that page is
//! the answer, with what was wrong and what was typed. Passwords never come back.

use leptos::prelude::*;
use protocol::fault::Fault;
use serde::{Deserialize, Serialize};

use crate::api::document;
use crate::api::error::ApiError;
use crate::reactive::effect;

/// What a form sends for a box that is ticked.
pub const TICKED: &str = "true";

/// What was wrong with a form that was posted without scripts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why.
    pub error: ApiError,
    endpoint: String,
    typed: Vec<(String, String)>,
}

impl Refusal {
    /// Takes what a server function, given by its endpoint, refused. `typed` must hold no password.
    pub fn new(endpoint: &str, typed: &[(&str, &str)], fault: Fault) -> Self {
        let owned = |(field, text): &(&str, &str)| ((*field).to_owned(), (*text).to_owned());
        Self {
            error: ApiError(fault),
            endpoint: endpoint.to_owned(),
            typed: typed.iter().map(owned).collect(),
        }
    }

    /// Returns what was typed into a field; nothing for passwords.
    pub fn typed(&self, field: &str) -> String {
        let typed = self.typed.iter().find(|(name, _)| name == field);
        typed.map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// The refusal that the document at hand answers.
#[derive(Clone, Copy)]
struct FirstRefusal(StoredValue<Option<Refusal>>);

/// Gives the forms below the refusal that the document answers, until the browser has taken it over.
pub fn provide_refusal() {
    let first = StoredValue::new(document::refusal());
    provide_context(FirstRefusal(first));
    effect(move || first.set_value(None));
}

/// Whether the document answers a form that was refused.
pub fn is_refused() -> bool {
    use_context().is_some_and(|FirstRefusal(first)| first.with_value(Option::is_some))
}

/// Returns the refusal of a form, given by its server function's endpoint. The same on server and
/// client.
pub fn use_refusal(endpoint: &str) -> Option<Refusal> {
    let FirstRefusal(first) = use_context()?;
    first.with_value(|refusal| refusal.clone().filter(|refusal| refusal.endpoint == endpoint))
}

//! What is wrong with a form: the same whether scripts sent it or the browser itself.

use leptos::html::Form;
use leptos::prelude::*;
use protocol::fault::{Fault, FieldFault};
use server_fn::ServerFn;

use crate::api::error::ApiError;
use crate::api::refusal::{Refusal, use_refusal};
use crate::dom;
use crate::fault_text::{fault_text, field_text};
use crate::i18n::use_i18n;

/// The last refusal of a form's server function, and what was typed if there are no scripts.
#[derive(Clone)]
pub struct FormFault {
    fault: Signal<Option<Fault>>,
    refusal: Option<Refusal>,
}

impl FormFault {
    /// Watches an action; until it answered, the page's address speaks.
    pub fn of<S>(action: ServerAction<S>, endpoint: &'static str) -> Self
    where
        S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        let refusal = use_refusal(endpoint);
        let before = refusal.as_ref().map(|refusal| refusal.error.0.clone());
        let value = action.value();
        let fault = Signal::derive(move || {
            value.with(|value| match value {
                Some(Ok(_)) => None,
                Some(Err(error)) => Some(error.0.clone()),
                None => before.clone(),
            })
        });
        Self { fault, refusal }
    }

    /// Returns the fault itself.
    pub fn fault(&self) -> Signal<Option<Fault>> {
        self.fault
    }

    /// Returns what is wrong with a field, in words.
    pub fn field(&self, name: &'static str) -> Signal<Option<String>> {
        let t = use_i18n();
        self.field_with(name, move |fault| field_text(t, fault))
    }

    /// Returns what is wrong with a field, in the caller's words.
    pub fn field_with(
        &self,
        name: &'static str,
        words: impl Fn(&FieldFault) -> String + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        let fault = self.fault;
        Signal::derive(move || {
            fault.with(|fault| {
                let fields = &fault.as_ref()?.fields;
                fields.iter().find(|field| field.field == name).map(&words)
            })
        })
    }

    /// Returns the sentence about the form as a whole, where no field can say it.
    pub fn whole(&self) -> Signal<Option<String>> {
        let t = use_i18n();
        let fault = self.fault;
        Signal::derive(move || {
            fault.with(|fault| {
                let fault = fault.as_ref().filter(|fault| fault.fields.is_empty())?;
                Some(fault_text(t, fault))
            })
        })
    }

    /// Returns what was typed into a field before the browser itself sent the form.
    pub fn typed(&self, field: &str) -> String {
        self.refusal.as_ref().map(|refusal| refusal.typed(field)).unwrap_or_default()
    }

    /// Moves the keyboard to the first wrong field whenever the form comes back.
    pub fn focus_wrong_field(&self, form: NodeRef<Form>) {
        let fault = self.fault;
        Effect::new(move |_| {
            if fault.with(Option::is_none) {
                return;
            }
            let Some(form) = form.get() else { return };
            dom::after_paint(move || {
                dom::focus(dom::find_all(&form, "[aria-invalid=true]").into_iter().next());
            });
        });
    }
}

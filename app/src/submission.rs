//! What becomes of a form: the same whether scripts send it or the browser itself.

use std::pin::Pin;

use leptos::html::Form;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_query_map};
use protocol::fault::{Fault, FieldFault};

use crate::address::{DONE, form_address};
use crate::api::error::ApiError;
use crate::api::refusal::{Refusal, use_refusal};
use crate::dom;
use crate::fault_text::{fault_text, field_text};
use crate::i18n::use_i18n;
use crate::reactive::effect;

/// What a form waits for.
pub type Sending = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// A form's way to its server function, the last refusal, and what was typed if there are no scripts.
#[derive(Clone)]
pub struct Submission {
    endpoint: &'static str,
    fault: RwSignal<Option<Fault>>,
    is_busy: RwSignal<bool>,
    refusal: Option<Refusal>,
}

impl Submission {
    /// Begins with what the document says of the server function, given by its endpoint.
    pub fn of(endpoint: &'static str) -> Self {
        let refusal = use_refusal(endpoint);
        let fault = RwSignal::new(refusal.as_ref().map(|refusal| refusal.error.0.clone()));
        Self { endpoint, fault, is_busy: RwSignal::new(false), refusal }
    }

    /// Returns where the browser itself posts the form: to its page.
    pub fn address(&self) -> String {
        let here = use_location();
        here.pathname.with_untracked(|path| {
            here.search.with_untracked(|query| form_address(path, query, self.endpoint))
        })
    }

    /// Whether the browser itself has just posted the form, and it was not refused.
    pub fn is_done(&self) -> bool {
        use_query_map().with_untracked(|query| query.get_str(DONE) == Some(self.endpoint))
    }

    /// Sends the form from a script, unless it is on its way.
    pub fn send(&self, sending: Sending) {
        let (fault, is_busy) = (self.fault, self.is_busy);
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let sent = sending.await;
            is_busy.try_set(false);
            fault.try_set(sent.err().map(|error| error.0));
        });
    }

    /// Forgets the last refusal.
    pub fn forget(&self) {
        self.fault.set(None);
    }

    /// Whether the form is on its way.
    pub fn is_busy(&self) -> Signal<bool> {
        self.is_busy.into()
    }

    /// Returns the fault itself.
    pub fn fault(&self) -> Signal<Option<Fault>> {
        self.fault.into()
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
        effect(move || {
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

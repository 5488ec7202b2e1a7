//! What is asked before something that takes away.

use leptos::prelude::*;

use crate::submission::Sending;

/// What is asked, and what is done after a yes.
#[derive(Clone)]
pub struct Question {
    /// What is about to be done.
    pub title: String,
    /// What it means.
    pub text: String,
    /// The verb on the button.
    pub submit: &'static str,
    /// Does it. A refusal is shown in the dialog, which then stays.
    pub act: Callback<(), Sending>,
}

/// The question that is asked, if any is. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Confirmation {
    pub(super) asked: RwSignal<Option<Question>>,
    pub(super) is_open: RwSignal<bool>,
}

/// Gives everything below a way to ask.
pub fn provide_confirmation() -> Confirmation {
    let confirmation = Confirmation { asked: RwSignal::new(None), is_open: RwSignal::new(false) };
    provide_context(confirmation);
    confirmation
}

/// Returns the way to ask.
pub fn use_confirmation() -> Confirmation {
    expect_context()
}

impl Confirmation {
    /// Whether something is asked now.
    pub fn is_open(self) -> Signal<bool> {
        self.is_open.into()
    }

    /// Asks.
    pub fn ask(self, question: Question) {
        self.asked.set(Some(question));
        self.is_open.set(true);
    }
}

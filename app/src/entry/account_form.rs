//! The form of a new account: the site's first one, or one's own.

use leptos::prelude::*;

use crate::entry::account_fields::AccountFields;
use crate::entry::entry_form::EntryForm;
use crate::submission::Submission;

/// Makes an account.
#[component]
pub fn AccountForm(
    /// The server function that makes it.
    endpoint: &'static str,
    /// Name and value of what is sent along.
    hidden: (&'static str, String),
    /// What the button does.
    label: &'static str,
    /// What the button does, while it is doing it.
    busy_label: &'static str,
) -> impl IntoView {
    let submission = Submission::of(endpoint);
    let notice = submission.whole();
    let (name, value) = hidden;
    view! {
        <EntryForm submission=submission.clone() notice label busy_label>
            <input type="hidden" name=name value=value />
            <AccountFields submission />
        </EntryForm>
    }
}

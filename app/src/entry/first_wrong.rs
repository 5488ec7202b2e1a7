//! Where the keyboard goes when a form comes back.

use leptos::prelude::WithUntracked;

use crate::submission::Submission;

/// Whether a field is the first that is wrong.
pub fn is_first_wrong(submission: &Submission, name: &str) -> bool {
    submission.fault().with_untracked(|fault| {
        let first = fault.as_ref().and_then(|fault| fault.fields.first());
        first.is_some_and(|first| first.field == name)
    })
}

//! A plain form with its one filled button.

use leptos::prelude::*;

use crate::components::fault_notice::FaultNotice;
use crate::components::icon::Icon;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::submission::Submission;

/// What is wrong with the form as a whole, its fields, and the button that sends it.
#[component]
pub fn EntryForm(
    /// The server function that it posts to, and what became of the last attempt.
    submission: Submission,
    /// What is wrong with the form as a whole.
    notice: Signal<Option<String>>,
    /// What the button does.
    label: &'static str,
    /// What the button does, while it is doing it.
    busy_label: &'static str,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let t = use_i18n();
    view! {
        <FaultNotice text=notice />
        // Shown by the script when the server cannot be reached.
        <div class="notice is-error" role="alert" data-unreachable hidden>
            <Icon name="circle-alert" />
            <p>{fault_text(t, &crate::api::error::unreachable())}</p>
        </div>
        <form class="entry-form" method="post" action=submission.address() novalidate=true>
            {children()}
            <button
                class="button is-primary is-large is-wide"
                type="submit"
                data-busy-label=busy_label
            >
                {label}
            </button>
        </form>
    }
}

//! Words that could not be sent, where there is no box for them any more.

use leptos::prelude::*;

use crate::api::document::textarea_text;
use crate::api::refusal::use_refusal;
use crate::i18n::use_i18n;

/// What was typed into a message that a browser without scripts sent in vain, to be copied.
#[component]
pub fn Unsent() -> impl IntoView {
    let t = use_i18n();
    let refused = ["post_message", "edit_message"].into_iter().find_map(use_refusal);
    let words = refused.map(|refused| refused.typed("body")).filter(|words| !words.is_empty());
    words.map(|words| {
        view! {
            <label class="field">
                <span class="field-label">{t.composer_unsent()}</span>
                <textarea class="input" rows="4" readonly dir="auto">
                    {textarea_text(&words)}
                </textarea>
            </label>
        }
    })
}

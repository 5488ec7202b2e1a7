//! The languages of the interface, for visitors.

use leptos::prelude::*;

use crate::api::texts::PageLanguage;
use crate::i18n::{Locale, use_i18n};
use crate::submission::Submission;

/// A plain form with a button for each language, kept in a cookie.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let t = use_i18n();
    let current = PageLanguage::current().locale();
    let languages = Locale::ALL.map(|locale| {
        let is_current = locale == current;
        view! {
            <button
                class="entry-language"
                name="language"
                value=locale.tag()
                lang=locale.tag()
                aria-current=is_current.then_some("true")
            >
                {locale.own_name()}
            </button>
        }
    });
    view! {
        <form
            class="entry-languages"
            method="post"
            action=Submission::of("choose_language").address()
            aria-label=t.entry_language()
        >
            {languages}
        </form>
    }
}

//! The language of the interface.

use leptos::prelude::*;

use crate::components::field_note::FieldNote;
use crate::i18n::{Locale, use_i18n};
use crate::live::use_live;
use crate::submission::Submission;

/// Id of the line below the list.
const NOTE: &str = "set-language-note";

/// The choice of a language, kept with the account: a plain form, since everything on the page changes
/// with it.
#[component]
pub fn LanguageForm() -> impl IntoView {
    let t = use_i18n();
    let submission = Submission::of("choose_language");
    let error = submission.field("language");
    let chosen = use_live().me().with_untracked(|me| me.language);
    let chosen = chosen.map_or("", |language| language.as_str());
    let option = move |tag: &'static str, name: &'static str| {
        let lang = (!tag.is_empty()).then_some(tag);
        view! {
            <option value=tag lang=lang selected=tag == chosen>
                {name}
            </option>
        }
    };
    let languages = Locale::ALL.map(|locale| option(locale.tag(), locale.own_name()));
    view! {
        <form class="setting-form" method="post" action=submission.address()>
            <div class="field">
                <label class="field-label" for="set-language">
                    {t.settings_language()}
                </label>
                <select
                    class="input"
                    id="set-language"
                    name="language"
                    autocomplete="off"
                    aria-describedby=move || error.with(Option::is_some).then_some(NOTE)
                >
                    {option("", t.settings_language_browser())}
                    {languages}
                </select>
                <FieldNote id=NOTE.to_owned() hint=None error />
            </div>
            <div class="setting-actions">
                <button class="button">{t.settings_save_language()}</button>
            </div>
        </form>
    }
}

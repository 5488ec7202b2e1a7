//! Light, dark, or as the device says.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::dom;
use crate::i18n::use_i18n;
use crate::submission::Submission;
use crate::theme::{Theme, shown_theme};

/// The choice of a theme; it holds at once and is kept in a cookie.
#[component]
pub fn ThemeForm() -> impl IntoView {
    let t = use_i18n();
    let chosen = RwSignal::new(shown_theme());
    let segment = move |theme: Theme, icon: &'static str, words: &'static str| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name="theme"
                    value=theme.as_str()
                    checked=move || chosen.get() == theme
                    prop:checked=move || chosen.get() == theme
                    on:change=move |_| {
                        chosen.set(theme);
                        dom::show_theme(theme);
                    }
                />
                <span>
                    <Icon name=icon />
                    {words}
                </span>
            </label>
        }
    };
    view! {
        <form
            class="setting-form"
            method="post"
            action=Submission::of("choose_theme").address()
            on:submit=move |event| event.prevent_default()
        >
            <fieldset class="segmented">
                <legend class="field-label">{t.settings_theme()}</legend>
                <div class="segments">
                    {segment(Theme::System, "monitor", t.settings_theme_system())}
                    {segment(Theme::Light, "sun", t.settings_theme_light())}
                    {segment(Theme::Dark, "moon", t.settings_theme_dark())}
                </div>
            </fieldset>
            <div class="setting-actions plain-only">
                <button class="button">{t.settings_save_theme()}</button>
            </div>
        </form>
    }
}

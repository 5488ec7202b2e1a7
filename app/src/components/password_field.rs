//! A password input that can be looked at.

use leptos::prelude::*;

use crate::components::field_note::FieldNote;
use crate::components::icon::Icon;
use crate::i18n::use_i18n;

/// Whether the password exists already; password managers ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordKind {
    /// The account's password.
    Current,
    /// One to be remembered.
    New,
}

/// A password input with a button that shows what was typed.
#[component]
pub fn PasswordField(
    /// Whether the password exists already.
    kind: PasswordKind,
    /// Line below the input while nothing is wrong.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong, if anything is.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = use_i18n();
    let is_shown = RwSignal::new(false);
    let has_hint = hint.is_some();
    let autocomplete = match kind {
        PasswordKind::Current => "current-password",
        PasswordKind::New => "new-password",
    };
    view! {
        <div class="field">
            <label class="field-label" for="password">
                {t.field_password()}
            </label>
            <div class="input-wrap">
                <input
                    class="input is-large"
                    id="password"
                    name="password"
                    type=move || if is_shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || {
                        (has_hint || error.with(Option::is_some)).then_some("password-note")
                    }
                />
                <button
                    class="icon-button input-end"
                    type="button"
                    aria-label=t.field_show_password()
                    aria-pressed=move || is_shown.get().to_string()
                    on:click=move |_| is_shown.update(|is_shown| *is_shown = !*is_shown)
                >
                    {move || {
                        if is_shown.get() {
                            view! { <Icon name="eye-off" /> }
                        } else {
                            view! { <Icon name="eye" /> }
                        }
                    }}
                </button>
            </div>
            <FieldNote id="password-note".to_owned() hint error />
        </div>
    }
}

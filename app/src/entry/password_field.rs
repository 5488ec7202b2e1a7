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

/// A password input with a button that shows what was typed; the script brings the button out.
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
    /// Whether the page opens with the keyboard here.
    #[prop(optional)]
    has_focus: bool,
) -> impl IntoView {
    let t = use_i18n();
    let is_wrong = error.with_untracked(Option::is_some);
    let is_described = hint.is_some() || is_wrong;
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
                    type="password"
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    autofocus=has_focus
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=is_described.then_some("password-note")
                />
                <button
                    class="icon-button input-end"
                    type="button"
                    aria-label=t.field_show_password()
                    aria-pressed="false"
                    data-reveal="password"
                    hidden
                >
                    <Icon name="eye" />
                </button>
            </div>
            <FieldNote id="password-note".to_owned() hint error />
        </div>
    }
}

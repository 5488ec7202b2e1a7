//! A labelled one-line input with its hint or its error.

use leptos::prelude::*;

use crate::components::field_note::FieldNote;

/// What an input is for, as far as the browser's helpers care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Any text in any script.
    Text,
    /// A person's name.
    Name,
    /// What somebody signs in with.
    Login,
    /// The password that somebody has.
    PresentPassword,
    /// One to be remembered.
    NewPassword,
}

impl Purpose {
    fn autocomplete(self) -> &'static str {
        match self {
            Self::Text => "off",
            Self::Name => "name",
            Self::Login => "username",
            Self::PresentPassword => "current-password",
            Self::NewPassword => "new-password",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::PresentPassword | Self::NewPassword => "password",
            Self::Text | Self::Name | Self::Login => "text",
        }
    }

    /// Whether it holds words as people write them.
    fn is_prose(self) -> bool {
        matches!(self, Self::Text | Self::Name)
    }
}

/// A visible label, an input, and below it a hint that an error replaces.
#[component]
pub fn Field(
    /// Id of the input, and with `-note` that of the line below it.
    id: &'static str,
    /// Name under which the form sends it.
    name: &'static str,
    /// Visible label.
    #[prop(into)]
    label: String,
    /// What the input is for.
    #[prop(default = Purpose::Text)]
    purpose: Purpose,
    /// Line below the input while nothing is wrong.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong, if anything is.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// What it starts with.
    #[prop(optional, into)]
    value: String,
    /// Whether the page opens with the keyboard here.
    #[prop(optional)]
    has_focus: bool,
    /// Modifier classes of the input.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let note = format!("{id}-note");
    let has_hint = hint.is_some();
    let describedby = {
        let note = note.clone();
        move || (has_hint || error.with(Option::is_some)).then(|| note.clone())
    };
    let is_prose = purpose.is_prose();
    view! {
        <div class="field">
            <label class="field-label" for=id>
                {label}
            </label>
            <input
                class=format!("input {class}").trim_end().to_owned()
                id=id
                name=name
                type=purpose.kind()
                value=value
                autocomplete=purpose.autocomplete()
                autocapitalize=(!is_prose).then_some("none")
                spellcheck=(!is_prose).then_some("false")
                dir=is_prose.then_some("auto")
                required
                autofocus=has_focus
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || describedby()
            />
            <FieldNote id=note hint error />
        </div>
    }
}

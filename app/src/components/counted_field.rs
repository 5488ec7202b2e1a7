//! A labelled input that counts what is typed.

use leptos::either::Either;
use leptos::prelude::*;

use crate::api::document::{filled_in, textarea_text};
use crate::components::field_note::FieldNote;
use crate::i18n::use_i18n;
use crate::reactive::effect;

/// How much text an input takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// One line that must be filled in.
    Line,
    /// One line that may stay empty.
    OptionalLine,
    /// A few lines that may stay empty.
    OptionalLines,
}

/// A visible label, an input with a counter inside, and below it a hint that an error replaces.
/// More than `max` can be typed, so that nothing pasted is lost; the counter and the server say so.
#[component]
pub fn CountedField(
    /// Id of the input, and with `-note` that of the line below it.
    id: &'static str,
    /// Name under which the form sends it.
    name: &'static str,
    /// Visible label.
    label: &'static str,
    /// How much text it takes.
    extent: Extent,
    /// Unicode scalars it takes.
    max: usize,
    /// What is typed.
    value: RwSignal<String>,
    /// Line below the input while nothing is wrong.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is shown while it is empty.
    #[prop(optional)]
    placeholder: &'static str,
    /// Whether the page opens with the keyboard here.
    #[prop(optional)]
    has_focus: bool,
    /// What is wrong, if anything is.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = use_i18n();
    let note = format!("{id}-note");
    let describedby = {
        let (note, has_hint) = (note.clone(), hint.is_some());
        move || (has_hint || error.with(Option::is_some)).then(|| note.clone())
    };
    let invalid = move || error.with(Option::is_some).then_some("true");
    let chars = move || value.with(|value| value.trim().chars().count());
    // The server counted what it knew; what was typed before the page was taken over comes on top.
    let counted = RwSignal::new(untrack(chars));
    if let Some(typed) = filled_in(&format!("#{id}")) {
        value.set(typed);
    }
    effect(move || counted.set(chars()));
    let count = move || format!("{} / {max}", counted.get());
    let is_required = extent == Extent::Line;
    let placeholder = (!placeholder.is_empty()).then_some(placeholder);
    let input = if extent == Extent::OptionalLines {
        Either::Left(view! {
            <textarea
                class="input"
                id=id
                name=name
                rows="3"
                dir="auto"
                placeholder=placeholder
                aria-invalid=move || invalid()
                aria-describedby=move || describedby()
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            >
                {textarea_text(&value.get_untracked())}
            </textarea>
        })
    } else {
        Either::Right(view! {
            <input
                class="input"
                id=id
                name=name
                dir="auto"
                autocomplete="off"
                required=is_required
                autofocus=has_focus
                placeholder=placeholder
                value=value.get_untracked()
                aria-invalid=move || invalid()
                aria-describedby=move || describedby()
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        })
    };
    view! {
        <div class="field">
            <label class="field-label" for=id>
                {label}
                {(!is_required)
                    .then(|| view! { " " <span class="field-optional">{t.field_optional()}</span> })}
            </label>
            <div class="input-wrap">
                {input} <span class="input-count" aria-hidden="true">
                    {move || count()}
                </span>
            </div>
            <FieldNote id=note hint error />
        </div>
    }
}

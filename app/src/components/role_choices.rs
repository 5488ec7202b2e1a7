//! The choice of what somebody is in a course.

use leptos::prelude::*;
use protocol::user::CourseRole;

use crate::components::field_note::FieldNote;
use crate::components::people_group::role_text;
use crate::i18n::{Texts, use_i18n};

/// Student, assistant or instructor, each with what it may do.
#[component]
pub fn RoleChoices(
    /// Id of the group, and with `-note` that of the line below it.
    id: &'static str,
    /// What is chosen.
    role: RwSignal<CourseRole>,
    /// What is wrong, if anything is.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = use_i18n();
    let note = format!("{id}-note");
    let describedby = {
        let note = note.clone();
        move || error.with(Option::is_some).then(|| note.clone())
    };
    let choice = move |value: CourseRole| {
        view! {
            <label class="choice">
                <input
                    class="radio"
                    type="radio"
                    name="role"
                    value=value.as_str()
                    checked=role.get_untracked() == value
                    prop:checked=move || role.get() == value
                    on:change=move |_| role.set(value)
                />
                <span class="choice-text">
                    <span class="choice-title">{role_text(t, Some(value))}</span>
                    <span class="choice-note">{role_note(t, value)}</span>
                </span>
            </label>
        }
    };
    view! {
        <div class="field">
            <fieldset class="choices" id=id aria-describedby=move || describedby()>
                <legend class="field-label">{t.people_role()}</legend>
                {[CourseRole::Student, CourseRole::Assistant, CourseRole::Instructor].map(choice)}
            </fieldset>
            <FieldNote id=note hint=None error />
        </div>
    }
}

fn role_note(t: Texts, role: CourseRole) -> &'static str {
    match role {
        CourseRole::Instructor => t.role_instructor_note(),
        CourseRole::Assistant => t.role_assistant_note(),
        CourseRole::Student | CourseRole::Guest => t.role_student_note(),
    }
}

//! Enrolling a person.

use leptos::prelude::*;
use protocol::fault::FieldCode;
use protocol::limits::LOGIN_CHARS_MAX;
use protocol::user::CourseRole;

use crate::api::people::enrol_person;
use crate::components::counted_field::{CountedField, Extent};
use crate::components::form_dialog::{FormDialog, FormDialogTexts};
use crate::components::role_choices::RoleChoices;
use crate::components::toasts::use_toasts;
use crate::fault_text::field_text;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::submission::{Sending, Submission};

/// The form of a login and a role.
#[component]
pub fn AddPersonDialog(
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let toasts = use_toasts();
    let course = use_live().course();
    let submission = Submission::of("enrol_person");
    let login = RwSignal::new(submission.typed("login"));
    let role = RwSignal::new(submission.typed("role").parse().unwrap_or(CourseRole::Student));
    if submission.fault().with_untracked(Option::is_some) {
        is_open.set(true);
    }
    let name = move || course.with_untracked(|course| course.short_name().to_owned());
    let wrong = submission.field_with("login", move |wrong| match wrong.code {
        FieldCode::Taken => t.people_enrolled(name()),
        _ => field_text(t, wrong),
    });
    let send = Callback::new(move |()| -> Sending {
        Box::pin(async move {
            let id = course.with_untracked(|course| course.id);
            let person = enrol_person(id, login.get_untracked(), role.get_untracked()).await?;
            toasts.say("check", t.people_added(person.display_name));
            login.set(String::new());
            role.set(CourseRole::Student);
            is_open.set(false);
            Ok(())
        })
    });
    let says = FormDialogTexts {
        title: t.people_add(),
        submit: t.people_add_submit(),
        busy: t.people_adding(),
    };
    view! {
        <FormDialog
            id="add-person"
            texts=says
            is_open
            submission=submission.clone()
            send
            can_send=true
        >
            <input type="hidden" name="course" value=move || course.with(|c| c.id.to_string()) />
            <CountedField
                id="ap-login"
                name="login"
                label=t.field_login()
                extent=Extent::Line
                max=LOGIN_CHARS_MAX
                value=login
                hint=t.people_add_hint()
                error=wrong
            />
            <RoleChoices id="ap-role" role error=submission.field("role") />
        </FormDialog>
    }
}

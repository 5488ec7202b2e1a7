//! Changing what somebody is in a course, and removing them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::id::UserId;
use protocol::user::{CourseRole, Person};

use crate::api::people::{change_person_role, remove_person};
use crate::components::confirm_dialog::{ConfirmDialog, ConfirmTexts};
use crate::components::form_dialog::{FormDialog, FormDialogTexts};
use crate::components::role_choices::RoleChoices;
use crate::components::toasts::use_toasts;
use crate::fault_text::whole_text;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::submission::{Sending, Submission};

/// Who is being changed, and how. Cheap to copy.
#[derive(Clone, Copy)]
pub struct PersonDialogs {
    person: RwSignal<Option<Person>>,
    role: RwSignal<CourseRole>,
    is_changing: RwSignal<bool>,
    is_removing: RwSignal<bool>,
}

/// Gives everything below a way to open them.
pub fn provide_person_dialogs() -> PersonDialogs {
    let dialogs = PersonDialogs {
        person: RwSignal::new(None),
        role: RwSignal::new(CourseRole::Student),
        is_changing: RwSignal::new(false),
        is_removing: RwSignal::new(false),
    };
    provide_context(dialogs);
    dialogs
}

impl PersonDialogs {
    /// Opens the dialog about a person.
    pub fn open(self, person: &Person) {
        self.role.set(person.course_role.unwrap_or(CourseRole::Student));
        self.person.set(Some(person.clone()));
        self.is_changing.set(true);
    }

    fn id(self) -> Option<UserId> {
        self.person.with_untracked(|person| person.as_ref().map(|person| person.id))
    }

    fn name(self) -> String {
        let name = |person: &Option<Person>| person.as_ref().map(|it| it.display_name.clone());
        self.person.with(name).unwrap_or_default()
    }
}

/// The form of the role, and the question before removing.
#[component]
pub fn PersonDialogsRegion(
    /// Who is being changed, and how.
    dialogs: PersonDialogs,
) -> impl IntoView {
    let t = use_i18n();
    let toasts = use_toasts();
    let course = use_live().course();
    let submission = Submission::of("change_person_role");
    let PersonDialogs { person, role, is_changing, is_removing } = dialogs;
    let course_id = move || course.with_untracked(|course| course.id);
    let code = move || course.with(|course| course.short_name().to_owned());
    let send = Callback::new(move |()| -> Sending {
        Box::pin(async move {
            let Some(id) = dialogs.id() else { return Ok(()) };
            change_person_role(course_id(), id, role.get_untracked()).await?;
            is_changing.set(false);
            Ok(())
        })
    });
    let remove = Callback::new(move |()| {
        let Some(id) = dialogs.id() else { return };
        spawn_local(async move {
            match remove_person(course_id(), id).await {
                Ok(()) => toasts.say("check", untrack(|| t.people_removed(dialogs.name()))),
                Err(error) => toasts.warn(whole_text(t, &error.0)),
            }
        });
    });
    let says = FormDialogTexts {
        title: t.people_change(),
        submit: t.channel_save(),
        busy: t.channel_saving(),
    };
    view! {
        <FormDialog
            id="change-person"
            texts=says
            is_open=is_changing
            submission=submission.clone()
            send
            can_send=true
        >
            <p class="dialog-about" dir="auto">
                {move || dialogs.name()}
            </p>
            <RoleChoices id="cp-role" role error=submission.field("role") />
            <section class="dialog-section">
                <div>
                    <h2 class="dialog-subtitle">{move || t.people_remove(code())}</h2>
                    <p class="field-hint">{t.people_remove_hint()}</p>
                </div>
                <button
                    class="button is-danger-outline"
                    type="button"
                    on:click=move |_| {
                        is_changing.set(false);
                        is_removing.set(person.with_untracked(Option::is_some));
                    }
                >
                    {t.people_remove_open()}
                </button>
            </section>
        </FormDialog>
        <ConfirmDialog
            id="remove-person"
            texts=ConfirmTexts { title: t.people_remove_title(), submit: t.people_remove_submit() }
            text=Signal::derive(move || t.people_remove_text(dialogs.name(), code()))
            is_open=is_removing
            submission=Submission::of("remove_person")
            confirm=remove
        />
    }
}

//! Changing what somebody is in a course, removing them, and closing their account.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::id::UserId;
use protocol::permission::Action;
use protocol::user::{CourseRole, Person};

use crate::api::accounts::{deactivate_account, reactivate_account};
use crate::api::people::{change_person_role, remove_person};
use crate::components::confirmation::{Question, use_confirmation};
use crate::components::fault_notice::FaultNotice;
use crate::components::form_dialog::{FormDialog, FormDialogTexts};
use crate::components::role_choices::RoleChoices;
use crate::components::toasts::use_toasts;
use crate::fault_text::whole_text;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::reactive::When;
use crate::submission::{Sending, Submission};

/// Who is being changed, and how. Cheap to copy.
#[derive(Clone, Copy)]
pub struct PersonDialogs {
    person: RwSignal<Option<Person>>,
    role: RwSignal<CourseRole>,
    is_changing: RwSignal<bool>,
}

/// Gives everything below a way to open them.
pub fn provide_person_dialogs() -> PersonDialogs {
    let dialogs = PersonDialogs {
        person: RwSignal::new(None),
        role: RwSignal::new(CourseRole::Student),
        is_changing: RwSignal::new(false),
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

/// The form of the role, with the ways to remove the person and to close their account.
#[component]
pub fn PersonDialogsRegion(
    /// Who is being changed, and how.
    dialogs: PersonDialogs,
) -> impl IntoView {
    let t = use_i18n();
    let course = use_live().course();
    let submission = Submission::of("change_person_role");
    let PersonDialogs { role, is_changing, .. } = dialogs;
    let send = Callback::new(move |()| -> Sending {
        Box::pin(async move {
            let Some(id) = dialogs.id() else { return Ok(()) };
            let course = course.with_untracked(|course| course.id);
            change_person_role(course, id, role.get_untracked()).await?;
            is_changing.set(false);
            Ok(())
        })
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
            <RemovalSection dialogs />
            <AccountAccess dialogs />
        </FormDialog>
    }
}

/// What removing somebody means, and the button. It asks again.
#[component]
fn RemovalSection(
    /// Who.
    dialogs: PersonDialogs,
) -> impl IntoView {
    let t = use_i18n();
    let (toasts, confirmation) = (use_toasts(), use_confirmation());
    let course = use_live().course();
    let code = move || course.with(|course| course.short_name().to_owned());
    let ask = move |_| {
        let Some(id) = dialogs.id() else { return };
        let name = untrack(|| dialogs.name());
        dialogs.is_changing.set(false);
        confirmation.ask(Question {
            title: t.people_remove_title().to_owned(),
            text: t.people_remove_text(name.clone(), untrack(code)),
            submit: t.people_remove_submit(),
            act: Callback::new(move |()| -> Sending {
                let name = name.clone();
                Box::pin(async move {
                    remove_person(course.with_untracked(|course| course.id), id).await?;
                    toasts.say("check", t.people_removed(name));
                    Ok(())
                })
            }),
        });
    };
    view! {
        <section class="dialog-section">
            <div>
                <h2 class="dialog-subtitle">{move || t.people_remove(code())}</h2>
                <p class="field-hint">{t.people_remove_hint()}</p>
            </div>
            <button class="button is-danger-outline" type="button" aria-haspopup="dialog" on:click=ask>
                {t.people_remove_open()}
            </button>
        </section>
    }
}

/// For site admins, about others: whether the account can be used, and the button that changes it.
/// Deactivating asks again.
#[component]
fn AccountAccess(
    /// Whose.
    dialogs: PersonDialogs,
) -> impl IntoView {
    let t = use_i18n();
    let (live, toasts, confirmation) = (use_live(), use_toasts(), use_confirmation());
    let me = live.me();
    let is_closed =
        move || dialogs.person.with(|person| person.as_ref().is_some_and(|it| it.is_deactivated));
    let may = move || {
        let who = dialogs.person.with(|person| person.as_ref().map(|person| person.id));
        who != Some(me.with(|me| me.id)) && live.decide(Action::ManageAccounts, None).is_ok()
    };
    let fault = RwSignal::new(None::<String>);
    let close = move |id: UserId, name: String| {
        dialogs.is_changing.set(false);
        confirmation.ask(Question {
            title: t.people_close_title().to_owned(),
            text: t.people_close_text(name.clone()),
            submit: t.people_close_submit(),
            act: Callback::new(move |()| -> Sending {
                let name = name.clone();
                Box::pin(async move {
                    deactivate_account(id).await?;
                    toasts.say("check", t.people_close_done(name));
                    Ok(())
                })
            }),
        });
    };
    let reopen = move |id: UserId, name: String| {
        fault.set(None);
        spawn_local(async move {
            match reactivate_account(id).await {
                Ok(()) => {
                    toasts.say("check", t.people_reopen_done(name));
                    dialogs.is_changing.try_set(false);
                }
                Err(error) => drop(fault.try_set(Some(whole_text(t, &error.0)))),
            }
        });
    };
    let act = move |_| {
        let Some(id) = dialogs.id() else { return };
        let name = untrack(|| dialogs.name());
        if untrack(is_closed) { reopen(id, name) } else { close(id, name) }
    };
    view! {
        <When holds=Signal::derive(may)>
            <section class="dialog-section">
                <div>
                    <h2 class="dialog-subtitle">{t.people_close()}</h2>
                    <p class="field-hint">
                        {move || if is_closed() { t.people_reopen_hint() } else { t.people_close_hint() }}
                    </p>
                    <FaultNotice text=Signal::derive(move || fault.get()) />
                </div>
                <button
                    class=move || if is_closed() { "button" } else { "button is-danger-outline" }
                    type="button"
                    on:click=act
                >
                    {move || if is_closed() { t.people_reopen() } else { t.people_close_open() }}
                </button>
            </section>
        </When>
    }
}

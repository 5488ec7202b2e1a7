//! Changing a course.

use leptos::prelude::*;

use crate::api::courses::change_course;
use crate::api::refusal::TICKED;
use crate::components::course_fields::CourseFields;
use crate::components::form_dialog::{FormDialog, FormDialogTexts};
use crate::components::tick::Tick;
use crate::components::toasts::use_toasts;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::reactive::effect;
use crate::submission::{Sending, Submission};

/// The form of a course's title, term and rules. It opens with what the course has then.
#[component]
pub fn CourseSettingsDialog(
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let (live, toasts) = (use_live(), use_toasts());
    let course = live.course();
    let known = course.get_untracked();
    let submission = Submission::of("change_course");
    let (title, term) = (RwSignal::new(known.title), RwSignal::new(known.term));
    let is_open_to_all = RwSignal::new(known.is_open);
    let groups = RwSignal::new(known.students_create_groups);
    if submission.fault().with_untracked(Option::is_some) {
        title.set(submission.typed("title"));
        term.set(submission.typed("term"));
        is_open_to_all.set(submission.typed("is_open") == TICKED);
        groups.set(submission.typed("students_create_groups") == TICKED);
    } else {
        effect(move || {
            if !is_open.get() {
                let course = course.get();
                title.set(course.title);
                term.set(course.term);
                is_open_to_all.set(course.is_open);
                groups.set(course.students_create_groups);
            }
        });
    }
    let send = Callback::new(move |()| -> Sending {
        Box::pin(async move {
            let id = course.with_untracked(|course| course.id);
            let (title, term) = (title.get_untracked(), term.get_untracked());
            let (is_open_to_all, groups) = (is_open_to_all.get_untracked(), groups.get_untracked());
            let changed = change_course(id, title, term, is_open_to_all, groups).await?;
            live.take_course(changed);
            toasts.say("check", t.course_saved());
            is_open.set(false);
            Ok(())
        })
    });
    let says = FormDialogTexts {
        title: t.course_settings(),
        submit: t.channel_save(),
        busy: t.channel_saving(),
    };
    view! {
        <FormDialog
            id="course-settings"
            texts=says
            is_open
            submission=submission.clone()
            send
            can_send=true
        >
            <input type="hidden" name="course" value=move || course.with(|c| c.id.to_string()) />
            <CourseFields ids=["cc-title", "cc-term"] title term submission />
            <div class="choices">
                <Tick
                    name="is_open"
                    title=t.course_open()
                    note=t.course_open_note()
                    holds=is_open_to_all
                />
                <Tick
                    name="students_create_groups"
                    title=t.course_groups()
                    note=t.course_groups_note()
                    holds=groups
                />
            </div>
        </FormDialog>
    }
}

//! The question before leaving a course.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::courses::leave_course;
use crate::components::confirm_dialog::{ConfirmDialog, ConfirmTexts};
use crate::components::toasts::use_toasts;
use crate::fault_text::whole_text;
use crate::i18n::use_i18n;
use crate::live::{browser, use_live};
use crate::submission::Submission;

/// Asks, leaves, and leads to another course.
#[component]
pub fn LeaveDialog(
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let course = use_live().course();
    let toasts = use_toasts();
    let leave = Callback::new(move |()| {
        let id = course.with_untracked(|course| course.id);
        spawn_local(async move {
            match leave_course(id).await {
                Ok(()) => browser::go_to("/"),
                Err(error) => toasts.warn(whole_text(t, &error.0)),
            }
        });
    });
    let name = move || course.with(|course| course.short_name().to_owned());
    view! {
        <ConfirmDialog
            id="leave-course"
            texts=ConfirmTexts { title: t.course_leave_title(), submit: t.course_leave_submit() }
            text=Signal::derive(move || t.course_leave_text(name()))
            is_open
            submission=Submission::of("leave_course")
            confirm=leave
        >
            <input type="hidden" name="course" value=move || course.with(|c| c.id.to_string()) />
        </ConfirmDialog>
    }
}

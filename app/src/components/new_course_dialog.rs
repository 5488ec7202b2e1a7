//! Making a course.

use leptos::prelude::*;
use protocol::course::CourseSlug;
use protocol::limits::{COURSE_CODE_CHARS_MAX, COURSE_SLUG_CHARS_MAX};

use crate::address::course_address;
use crate::api::courses::create_course;
use crate::api::refusal::TICKED;
use crate::components::counted_field::{CountedField, Extent};
use crate::components::course_fields::CourseFields;
use crate::components::form_dialog::{FormDialog, FormDialogTexts};
use crate::components::tick::Tick;
use crate::i18n::use_i18n;
use crate::live::browser;
use crate::reactive::effect;
use crate::submission::{Sending, Submission};

/// The form of a new course. Its address is suggested from code and term until it is typed.
#[component]
pub fn NewCourseDialog(
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let submission = Submission::of("create_course");
    let typed = |field| RwSignal::new(submission.typed(field));
    let (code, title, term, slug) = (typed("code"), typed("title"), typed("term"), typed("slug"));
    let is_open_to_all = RwSignal::new(submission.typed("is_open") == TICKED);
    let suggested = StoredValue::new(String::new());
    effect(move || {
        let next = code.with(|code| term.with(|term| CourseSlug::suggest(code, term)));
        if slug.with_untracked(|slug| suggested.with_value(|before| slug == before)) {
            suggested.set_value(next.clone());
            slug.set(next);
        }
    });
    let send = Callback::new(move |()| -> Sending {
        Box::pin(async move {
            let (code, title) = (code.get_untracked(), title.get_untracked());
            let (term, slug) = (term.get_untracked(), slug.get_untracked());
            let is_open_to_all = is_open_to_all.get_untracked();
            let course = create_course(code, title, term, slug, is_open_to_all).await?;
            browser::go_to(&course_address(&course.slug));
            Ok(())
        })
    });
    let says = FormDialogTexts {
        title: t.course_new(),
        submit: t.course_create(),
        busy: t.channel_creating(),
    };
    view! {
        <FormDialog
            id="new-course"
            texts=says
            is_open
            submission=submission.clone()
            send
            can_send=true
        >
            <CountedField
                id="co-code"
                name="code"
                label=t.course_code()
                extent=Extent::Line
                max=COURSE_CODE_CHARS_MAX
                value=code
                hint=t.course_code_hint()
                error=submission.field("code")
            />
            <CourseFields ids=["co-title", "co-term"] title term submission=submission.clone() />
            <CountedField
                id="co-slug"
                name="slug"
                label=t.course_slug()
                extent=Extent::Line
                max=COURSE_SLUG_CHARS_MAX
                value=slug
                hint=t.course_slug_hint()
                error=submission.field("slug")
            />
            <div class="choices">
                <Tick
                    name="is_open"
                    title=t.course_open()
                    note=t.course_open_note()
                    holds=is_open_to_all
                />
            </div>
        </FormDialog>
    }
}

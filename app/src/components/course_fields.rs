//! What a course is called.

use leptos::prelude::*;
use protocol::limits::{COURSE_TERM_CHARS_MAX, COURSE_TITLE_CHARS_MAX};

use crate::components::counted_field::{CountedField, Extent};
use crate::i18n::use_i18n;
use crate::submission::Submission;

/// Title and term, each with its counter.
#[component]
pub fn CourseFields(
    /// Ids of the inputs.
    ids: [&'static str; 2],
    /// The title.
    title: RwSignal<String>,
    /// The term.
    term: RwSignal<String>,
    /// What is wrong.
    submission: Submission,
) -> impl IntoView {
    let t = use_i18n();
    let [title_id, term_id] = ids;
    view! {
        <CountedField
            id=title_id
            name="title"
            label=t.course_title()
            extent=Extent::Line
            max=COURSE_TITLE_CHARS_MAX
            value=title
            error=submission.field("title")
        />
        <CountedField
            id=term_id
            name="term"
            label=t.course_term()
            extent=Extent::OptionalLine
            max=COURSE_TERM_CHARS_MAX
            value=term
            placeholder=t.course_term_placeholder()
            error=submission.field("term")
        />
    }
}

//! What somebody sees who is in no course.

use leptos::prelude::*;

use crate::components::empty::EmptyPage;
use crate::components::page_title::PageTitle;
use crate::i18n::use_i18n;
use crate::submission::Submission;

/// Says so, and offers the way out.
#[component]
pub fn NoCourse() -> impl IntoView {
    let t = use_i18n();
    let sign_out = Submission::of("sign_out");
    view! {
        <PageTitle text=t.course_none_title() />
        <main class="entry" id="main">
            <EmptyPage icon="users" title=t.course_none_title() text=t.course_none_text()>
                <form method="post" action=sign_out.address()>
                    <button class="button">{t.settings_sign_out()}</button>
                </form>
            </EmptyPage>
        </main>
    }
}

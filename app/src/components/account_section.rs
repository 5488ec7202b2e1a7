//! Who is signed in, and the way out.

use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;

use crate::components::confirm_dialog::{ConfirmDialog, ConfirmTexts};
use crate::components::icon::Icon;
use crate::components::people_group::role_text;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::submission::Submission;

/// Who is signed in, and signing out: a plain form, so that nothing of the session stays in memory. Messages
/// that are not sent yet are mentioned first.
#[component]
pub fn AccountSection() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let submission = Submission::of("sign_out");
    let (me, course) = (live.me(), live.course());
    let role = move || {
        let (role, code) = course.with(|course| (course.my_role, course.short_name().to_owned()));
        t.settings_role_in(role_text(t, role), code)
    };
    let form = NodeRef::<Form>::new();
    let (asks, unsent) = (RwSignal::new(false), RwSignal::new(0));
    let ask = move |event: &SubmitEvent| {
        unsent.set(live.count_unsent());
        if unsent.get_untracked() == 0 {
            return live.expect_sign_out();
        }
        event.prevent_default();
        asks.set(true);
    };
    let sign_out = Callback::new(move |()| {
        live.expect_sign_out();
        if let Some(form) = form.get_untracked() {
            // Refused only for a form that is out of the document.
            let _ = form.submit();
        }
    });
    let texts = ConfirmTexts { title: t.sign_out_title(), submit: t.settings_sign_out() };
    let text = Signal::derive(move || t.sign_out_unsent(unsent.get()));
    view! {
        <section class="setting" aria-labelledby="set-account">
            <h2 class="setting-title" id="set-account">
                {t.settings_account()}
            </h2>
            <dl class="facts">
                <div>
                    <dt>{t.field_login()}</dt>
                    <dd>{move || me.with(|me| me.login.clone())}</dd>
                </div>
                <div>
                    <dt>{t.people_role()}</dt>
                    <dd>{move || role()}</dd>
                </div>
            </dl>
            <form
                method="post"
                action=submission.address()
                node_ref=form
                on:submit=move |event| ask(&event)
            >
                <button class="button">
                    <Icon name="log-out" class="is-pointing" />
                    {t.settings_sign_out()}
                </button>
            </form>
            <ConfirmDialog submission=submission.clone() id="sign-out" texts text is_open=asks confirm=sign_out />
        </section>
    }
}

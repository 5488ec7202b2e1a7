//! `/sign-in`.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use protocol::fault::FaultCode;

use crate::address::{ENDED, encoded};
use crate::api::auth::is_registration_open;
use crate::components::field::{Field, Purpose};
use crate::components::page_title::PageTitle;
use crate::components::unsent::Unsent;
use crate::entry::entry_card::{EntryCard, EntryKind};
use crate::entry::entry_form::EntryForm;
use crate::entry::first_wrong::is_first_wrong;
use crate::entry::password_field::{PasswordField, PasswordKind};
use crate::i18n::use_i18n;
use crate::submission::Submission;

/// Signs in and leads to where the person wanted to go.
#[component]
pub fn SignInPage() -> impl IntoView {
    let t = use_i18n();
    let submission = Submission::of("sign_in");
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    let sign_up = match next.as_str() {
        "" => "/sign-up".to_owned(),
        next => format!("/sign-up?next={}", encoded(next)),
    };
    let was_ended = use_query_map().with_untracked(|query| query.get_str(ENDED).is_some());
    let (fault, whole) = (submission.fault(), submission.whole());
    let notice = Signal::derive(move || {
        let known = fault.with(|fault| fault.as_ref().map(|it| (it.code, it.retry_after_ms)));
        match known {
            Some((FaultCode::Unauthenticated, _)) => Some(t.sign_in_wrong().to_owned()),
            Some((FaultCode::RateLimited, Some(ms))) => {
                let minutes = u32::try_from(ms.div_ceil(60_000)).unwrap_or(u32::MAX);
                Some(t.sign_in_limited(minutes))
            }
            None if was_ended => Some(t.sign_in_ended().to_owned()),
            _ => whole.get(),
        }
    });
    let alternative = is_registration_open().then(|| {
        view! {
            <p class="entry-alt">
                {t.sign_in_new_here()} " " <a href=sign_up>{t.sign_in_create()}</a>
            </p>
        }
    });
    view! {
        <PageTitle text=t.sign_in_title() />
        <EntryCard kind=EntryKind::Welcome title=t.sign_in_title() note=t.sign_in_note()>
            <EntryForm
                submission=submission.clone()
                notice
                label=t.sign_in_submit()
                busy_label=t.sign_in_busy()
            >
                <input type="hidden" name="next" value=next />
                <Unsent />
                <Field
                    id="login"
                    name="login"
                    class="is-large"
                    label=t.field_login()
                    purpose=Purpose::Login
                    value=submission.typed("login")
                    error=submission.field("login")
                    has_focus=is_first_wrong(&submission, "login")
                />
                <PasswordField
                    kind=PasswordKind::Current
                    error=submission.field("password")
                    has_focus=is_first_wrong(&submission, "password")
                />
            </EntryForm>
            {alternative}
        </EntryCard>
    }
}

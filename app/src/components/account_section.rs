//! Who is signed in, and the way out.

use leptos::prelude::*;
use server_fn::ServerFn;

use crate::api::auth::SignOut;
use crate::components::icon::Icon;
use crate::components::people_table::role_text;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// Who is signed in, and signing out: a plain form, so that nothing of the session stays in memory.
#[component]
pub fn AccountSection() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let (me, course) = (live.me(), live.course());
    let role = move || {
        let (role, code) = course.with(|course| (course.my_role, course.short_name().to_owned()));
        t.settings_role_in(role_text(t, role), code)
    };
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
            <form method="post" action=SignOut::url() on:submit=move |_| live.expect_sign_out()>
                <button class="button">
                    <Icon name="log-out" class="is-pointing" />
                    {t.settings_sign_out()}
                </button>
            </form>
        </section>
    }
}

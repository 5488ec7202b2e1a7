//! `/settings`.

use leptos::prelude::*;

use crate::components::account_section::AccountSection;
use crate::components::language_form::LanguageForm;
use crate::components::page_head::PageHead;
use crate::components::page_title::PageTitle;
use crate::components::profile_form::ProfileForm;
use crate::components::theme_form::ThemeForm;
use crate::components::toasts::ToastRegion;
use crate::components::unsent_section::UnsentSection;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// What one is called, how the pages look and speak, and the way out.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let t = use_i18n();
    let me = use_live().me();
    let note = Signal::derive(move || format!("@{}", me.with(|me| me.login.clone())));
    view! {
        <PageTitle text=t.settings_title() />
        <main class="page" id="main" tabindex="-1">
            <PageHead title=t.settings_title() note />
            <div class="page-body is-narrow">
                <section class="setting" aria-labelledby="set-profile">
                    <h2 class="setting-title" id="set-profile">
                        {t.settings_profile()}
                    </h2>
                    <ProfileForm />
                </section>
                <section class="setting" aria-labelledby="set-look">
                    <h2 class="setting-title" id="set-look">
                        {t.settings_look()}
                    </h2>
                    <ThemeForm />
                    <LanguageForm />
                </section>
                <UnsentSection />
                <AccountSection />
            </div>
            <ToastRegion />
        </main>
    }
}

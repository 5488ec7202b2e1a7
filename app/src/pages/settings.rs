//! `/settings`.

use leptos::prelude::*;

use crate::components::account_section::AccountSection;
use crate::components::device_list::{DeviceList, use_devices};
use crate::components::language_form::LanguageForm;
use crate::components::page_head::PageHead;
use crate::components::page_title::PageTitle;
use crate::components::password_form::PasswordForm;
use crate::components::profile_form::ProfileForm;
use crate::components::theme_form::ThemeForm;
use crate::components::toasts::ToastRegion;
use crate::components::unsent_section::UnsentSection;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// What one is called, how the pages look and speak, the password, where one is signed in, and the way out.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let t = use_i18n();
    let me = use_live().me();
    let devices = use_devices();
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
                <section class="setting" aria-labelledby="set-secret">
                    <h2 class="setting-title" id="set-secret">
                        {t.settings_password()}
                    </h2>
                    <PasswordForm devices />
                </section>
                <section class="setting" aria-labelledby="set-devices">
                    <h2 class="setting-title" id="set-devices" tabindex="-1">
                        {t.settings_devices()}
                    </h2>
                    <DeviceList devices />
                </section>
                <AccountSection />
            </div>
            <ToastRegion />
        </main>
    }
}

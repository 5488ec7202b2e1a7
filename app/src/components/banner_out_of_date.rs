//! The line that asks to reload.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;

/// The server runs another build.
#[component]
pub fn OutOfDate() -> impl IntoView {
    let t = use_i18n();
    view! {
        <div class="banner is-outdated" role="status">
            <Icon name="triangle-alert" />
            <p class="banner-text">
                <strong>{t.banner_outdated()}</strong>
                " "
                {t.banner_outdated_text()}
            </p>
            <button
                class="text-button"
                type="button"
                on:click=move |_| drop(window().location().reload())
            >
                {t.banner_reload()}
            </button>
        </div>
    }
}

//! The line about a lost connection.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// The server cannot be reached. What ticks is not read out.
#[component]
pub fn Offline() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let seconds = live.retry_in_s();
    view! {
        <div class="banner is-offline" role="status">
            <Icon name="wifi-off" />
            <p class="banner-text">
                <strong>{t.banner_offline()}</strong>
                " "
                {t.banner_offline_text()}
                " "
                <span class="tabular" aria-hidden="true">
                    {move || t.banner_retrying(seconds.get())}
                </span>
            </p>
            <button class="text-button" type="button" on:click=move |_| live.retry_now()>
                {t.banner_retry()}
            </button>
        </div>
    }
}

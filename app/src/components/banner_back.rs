//! The line about messages that came late.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;

/// The connection is back, and messages came with it.
#[component]
pub fn Back(
    /// Messages that came.
    n: u32,
) -> impl IntoView {
    let t = use_i18n();
    view! {
        <div class="banner is-back" role="status">
            <Icon name="refresh-cw" />
            <p class="banner-text">
                <strong>{t.banner_back()}</strong>
                " "
                {t.live_restored(n)}
            </p>
        </div>
    }
}

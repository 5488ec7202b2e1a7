//! The line about lost access.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;

/// The viewer was taken out of the channel.
#[component]
pub fn Lost(
    /// The channel's name.
    name: String,
) -> impl IntoView {
    let t = use_i18n();
    view! {
        <div class="banner is-lost" role="status">
            <Icon name="door-closed" />
            <p class="banner-text">
                <strong>{t.banner_lost(name)}</strong>
            </p>
            <a class="text-button" href="/" rel="external">
                {t.banner_close()}
            </a>
        </div>
    }
}

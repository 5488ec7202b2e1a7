//! Who is signed in.

use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::settings_button::SettingsButton;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// Who is signed in, and the way to the settings.
#[component]
pub fn SideYou() -> impl IntoView {
    let t = use_i18n();
    let me = use_live().me();
    view! {
        <div class="side-you">
            {move || {
                let me = me.get();
                view! {
                    <Avatar name=me.display_name.clone() hue=me.hue size="is-32" />
                    <div class="side-you-text">
                        <p class="side-you-name" dir="auto">
                            {me.display_name}
                        </p>
                        <p class="side-you-note">"@" {me.login}</p>
                    </div>
                }
            }} <SettingsButton label=t.settings_title() />
        </div>
    }
}

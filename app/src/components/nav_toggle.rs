//! The way to the sidebar where it is not in view.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;

/// A menu button on a tablet, a back arrow on a phone, nothing beside a visible sidebar.
#[component]
pub fn NavToggle() -> impl IntoView {
    let t = use_i18n();
    view! {
        <a class="icon-button nav-toggle" href="?view=course" aria-label=t.nav_open()>
            <Icon name="menu" class="is-20 nav-toggle-drawer" />
            <Icon name="arrow-left" class="is-20 is-pointing nav-toggle-back" />
        </a>
    }
}

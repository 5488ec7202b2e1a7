//! The top of the setup form.

use leptos::prelude::*;

use crate::components::brand::Brand;
use crate::i18n::use_i18n;

/// The brand and a tag that says what kind of form this is.
#[component]
pub fn SetupHead() -> impl IntoView {
    let t = use_i18n();
    view! {
        <header class="entry-head">
            <span class="brand">
                <Brand />
            </span>
            <span class="entry-tag">{t.setup_tag()}</span>
        </header>
    }
}

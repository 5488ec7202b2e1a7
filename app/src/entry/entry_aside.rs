//! What the product is, beside the entry forms.

use leptos::prelude::*;

use crate::components::brand::Brand;
use crate::entry::temple::Temple;
use crate::i18n::use_i18n;

/// What the product is, in three lines and a drawing.
#[component]
pub fn EntryAside() -> impl IntoView {
    let t = use_i18n();
    view! {
        <aside class="entry-aside" aria-label=t.entry_about()>
            <span class="brand">
                <Brand />
            </span>
            <Temple />
            <div class="entry-pitch">
                <p class="entry-line">{t.entry_line()}</p>
                <p class="entry-about">{t.entry_host()}</p>
            </div>
            <p class="entry-small">{t.entry_small()}</p>
        </aside>
    }
}

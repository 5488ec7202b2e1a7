//! A setup link that no longer works.

use leptos::prelude::*;

use crate::components::entry_card::{EntryCard, EntryKind};
use crate::i18n::use_i18n;

/// What a used or wrong setup link shows.
#[component]
pub fn SetupClosed() -> impl IntoView {
    let t = use_i18n();
    view! {
        <EntryCard
            kind=EntryKind::Setup
            title=t.setup_closed_title()
            note=t.setup_closed_note()
        >
            <a class="button is-large is-wide" href="/sign-in">
                {t.sign_in_submit()}
            </a>
        </EntryCard>
    }
}

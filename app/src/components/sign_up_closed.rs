//! Sign-up on a site that makes its accounts itself.

use leptos::prelude::*;

use crate::components::entry_card::{EntryCard, EntryKind};
use crate::i18n::use_i18n;

/// Says where accounts come from.
#[component]
pub fn SignUpClosed() -> impl IntoView {
    let t = use_i18n();
    view! {
        <EntryCard
            kind=EntryKind::Welcome
            title=t.sign_up_closed_title()
            note=t.sign_up_closed_note()
        >
            <a class="button is-large is-wide" href="/sign-in">
                {t.sign_in_submit()}
            </a>
        </EntryCard>
    }
}

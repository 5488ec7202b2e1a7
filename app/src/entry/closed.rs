//! A form that is not open to the visitor.

use leptos::prelude::*;

use crate::entry::entry_card::{EntryCard, EntryKind};
use crate::i18n::use_i18n;

/// Says why there is no form, and leads to sign-in.
#[component]
pub fn Closed(
    /// What stands beside it.
    kind: EntryKind,
    /// The page's title.
    title: &'static str,
    /// Why.
    note: &'static str,
) -> impl IntoView {
    let t = use_i18n();
    view! {
        <EntryCard kind title note>
            <a class="button is-large is-wide" href="/sign-in">
                {t.sign_in_submit()}
            </a>
        </EntryCard>
    }
}

//! Messages that cannot be sent: their channel is out of the viewer's reach.

use leptos::prelude::*;

use crate::components::outgoing_row::lines;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::reactive::changing;

/// The words, and the way to let go of them. Nothing, while there are none.
#[component]
pub fn UnsentSection() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    changing(move || {
        let stranded = live.stranded();
        if stranded.is_empty() {
            return ().into_any();
        }
        let entry = |(key, body): (_, String)| {
            view! {
                <li class="unsent">
                    <p dir="auto">{lines(&body)}</p>
                    <button
                        class="text-button"
                        type="button"
                        on:click=move |_| live.discard_stranded(key)
                    >
                        {t.row_discard()}
                    </button>
                </li>
            }
        };
        view! {
            <section class="setting" aria-labelledby="set-unsent">
                <h2 class="setting-title" id="set-unsent">
                    {t.settings_unsent()}
                </h2>
                <p class="field-hint">{t.settings_unsent_text()}</p>
                <ul>{stranded.into_iter().map(entry).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

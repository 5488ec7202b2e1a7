//! The way to more people.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::address::encoded;
use crate::components::people_source::People;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::reactive::changing;

/// A link that loads the next page in place; without scripts it opens it.
#[component]
pub fn MorePeople(
    /// The people that are loaded.
    people: People,
) -> impl IntoView {
    let t = use_i18n();
    // In the panel beside a channel the address goes on saying that it is open.
    let panel = use_query_map().with_untracked(|query| match query.get_str("panel") {
        Some("members") => "?panel=members&",
        _ => "?",
    });
    let refused = move || people.fault().map(|fault| view! { {fault_text(t, &fault)} " " });
    changing(move || match people.next() {
        Some(next) => view! {
            <p class="log-edge">
                <span>
                    {move || refused()}
                    <a
                        href=format!("{panel}after={}", encoded(&next))
                        on:click=move |event| {
                            event.prevent_default();
                            people.load_more();
                        }
                    >
                        {t.people_more()}
                    </a>
                </span>
            </p>
        }
        .into_any(),
        None => ().into_any(),
    })
}

//! The way to more people.

use leptos::prelude::*;

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
    let refused = move || people.fault().map(|fault| view! { {fault_text(t, &fault)} " " });
    changing(move || match people.next() {
        Some(next) => view! {
            <p class="log-edge">
                <span>
                    {move || refused()}
                    <a
                        href=format!("?after={}", encoded(&next))
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

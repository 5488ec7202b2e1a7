//! The way to messages that are not loaded.

use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::live::channel::Loading;
use crate::reactive::{changing, effect};

/// Time after which loading is mentioned.
const MENTION_AFTER: Duration = Duration::from_millis(300);

/// A link to more messages; while they load for long, or after they could not be loaded, that.
#[component]
pub fn LogEdge(
    /// The channel.
    channel: ChannelLive,
    /// Whether loading has been going on for a while.
    is_slow: RwSignal<bool>,
    /// Id of the line.
    id: &'static str,
    /// Where the link leads without scripts.
    href: String,
    /// What the link says.
    words: &'static str,
    /// What is said while messages load.
    busy: &'static str,
    /// Loads more.
    load: Callback<MouseEvent>,
) -> impl IntoView {
    let t = use_i18n();
    let fault = channel.load_fault();
    let refused = move || fault.get().map(|fault| view! { {fault_text(t, &fault)} " " });
    changing(move || {
        if is_slow.get() {
            return view! { <p class="log-edge" id=id role="status">{busy}</p> }.into_any();
        }
        view! {
            <p class="log-edge" id=id>
                <span>{move || refused()} <a href=href.clone() on:click=move |event| load.run(event)>{words}</a></span>
            </p>
        }
        .into_any()
    })
}

/// Returns a signal that is true once something has been loading for a while.
pub fn slow(channel: ChannelLive, what: Loading) -> RwSignal<bool> {
    let is_slow = RwSignal::new(false);
    let loading = channel.loading();
    effect(move || {
        if loading.get() != Some(what) {
            is_slow.set(false);
            return;
        }
        let mention = move || {
            if loading.try_get_untracked().flatten() == Some(what) {
                is_slow.try_set(true);
            }
        };
        set_timeout(mention, MENTION_AFTER);
    });
    is_slow
}

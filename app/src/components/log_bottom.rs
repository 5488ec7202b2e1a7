//! What stands below the last loaded message.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::address::LATER;
use crate::components::log_edge::{LogEdge, slow};
use crate::i18n::use_i18n;
use crate::live::channel::Loading;
use crate::live::{ChannelLive, use_live};
use crate::reactive::changing;

/// The way to newer messages, where the log does not reach the live end.
#[component]
pub fn LogBottom(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let is_slow = slow(channel, Loading::Newer);
    let last = Memo::new(move |_| if channel.has_after() { channel.last_position() } else { None });
    let load = Callback::new(move |event: MouseEvent| {
        event.prevent_default();
        channel.load_newer();
    });
    changing(move || {
        match last.get() {
        // Without scripts the next page is read from its top.
        Some(last) => view! {
            <LogEdge
                channel
                is_slow
                id="log-later"
                href=format!("{}?{LATER}={}#log-earlier", untrack(|| live.address(channel.id())), last.0)
                words=t.log_later()
                busy=t.log_loading_later()
                load
            />
        }
        .into_any(),
        None => ().into_any(),
    }
    })
}

//! What stands below the last loaded message.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::components::log_edge::{LogEdge, slow};
use crate::components::message_row::channel_permalink;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::live::channel::Loading;
use crate::reactive::changing;

/// The way to newer messages, where the log does not reach the live end.
#[component]
pub fn LogBottom(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let is_slow = slow(channel, Loading::Newer);
    let last = Memo::new(move |_| if channel.has_after() { channel.last_message() } else { None });
    let load = Callback::new(move |event: MouseEvent| {
        event.prevent_default();
        channel.load_newer();
    });
    changing(move || match last.get() {
        Some(id) => view! {
            <LogEdge
                channel
                is_slow
                href=Some(channel_permalink(channel, id))
                words=t.log_later()
                busy=t.log_loading_later()
                load
            />
        }
        .into_any(),
        None => ().into_any(),
    })
}

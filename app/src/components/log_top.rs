//! What stands above the first loaded message.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use protocol::cursor::Seq;

use crate::address::EARLIER;
use crate::components::empty_channel::EmptyChannel;
use crate::components::icon::Icon;
use crate::components::log_edge::{LogEdge, slow};
use crate::i18n::use_i18n;
use crate::live::channel::Loading;
use crate::live::{ChannelLive, use_live};
use crate::reactive::changing;

/// What is above: compared, so that a new message below does not build it anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Above {
    /// The channel has no messages.
    Nothing,
    /// The channel's first message follows.
    Start,
    /// There are messages before this position.
    Earlier(Seq),
}

/// The way to earlier messages, or the channel's beginning.
#[component]
pub fn LogTop(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let name = move || channel.entry().get().map(|entry| entry.channel.name).unwrap_or_default();
    let is_slow = slow(channel, Loading::Older);
    let above = Memo::new(move |_| {
        if channel.is_empty() {
            return Above::Nothing;
        }
        match channel.first_position().filter(|_| channel.has_before()) {
            Some(first) => Above::Earlier(first),
            None => Above::Start,
        }
    });
    let load = Callback::new(move |event: MouseEvent| {
        event.prevent_default();
        channel.load_older();
    });
    changing(move || match above.get() {
        Above::Nothing => view! { <EmptyChannel channel /> }.into_any(),
        Above::Start => view! {
            <div class="log-start">
                <Icon name="hash" class="is-20" />
                <p class="log-start-title">
                    {t.log_start()} " " <span dir="auto">"#" {name}</span>
                </p>
            </div>
        }
        .into_any(),
        Above::Earlier(first) => view! {
            <LogEdge
                channel
                is_slow
                id="log-earlier"
                href=format!("{}?{EARLIER}={}", untrack(|| live.address(channel.id())), first.0)
                words=t.log_earlier()
                busy=t.log_loading_earlier()
                load
            />
        }
        .into_any(),
    })
}

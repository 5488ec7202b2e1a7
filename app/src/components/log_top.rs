//! What stands above the first loaded message.

use leptos::prelude::*;

use crate::components::empty_channel::EmptyChannel;
use crate::components::icon::Icon;
use crate::components::log_edge::LogEdge;
use crate::components::log_edge::slow;
use crate::components::message_row::channel_permalink;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::live::channel::Loading;

/// The way to earlier messages, or the channel's beginning.
#[component]
pub fn LogTop(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let name = move || channel.entry().get().map(|entry| entry.channel.name).unwrap_or_default();
    let is_slow = slow(channel, Loading::Older);
    move || {
        if channel.is_empty() {
            return view! { <EmptyChannel channel /> }.into_any();
        }
        if !channel.has_before() {
            return view! {
                <div class="log-start">
                    <Icon name="hash" class="is-20" />
                    <p class="log-start-title">
                        {t.log_start()} " " <span dir="auto">"#" {name}</span>
                    </p>
                </div>
            }
            .into_any();
        }
        // Without scripts the page of the oldest loaded message shows what was before it.
        let href = channel.first_message().map(|id| channel_permalink(channel, id));
        let load = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            channel.load_older();
        };
        view! { <LogEdge channel is_slow href words=t.log_earlier() busy=t.log_loading_earlier() load /> }
            .into_any()
    }
}

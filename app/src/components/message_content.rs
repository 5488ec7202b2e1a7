//! What a message that is not taken away shows.

use leptos::prelude::*;
use protocol::message::Message;

use crate::components::edited_mark::EditedMark;
use crate::components::message_row::channel_permalink;
use crate::components::pin_mark::PinMark;
use crate::components::reactions::Reactions;
use crate::components::row_actions::RowActions;
use crate::components::row_head::{RowHead, RowLead};
use crate::live::ChannelLive;

/// Who, when, the words, and what can be done with them.
#[component]
pub fn MessageContent(
    /// Whether it continues the row above.
    is_grouped: bool,
    /// The message as it is now.
    message: RwSignal<Message>,
    /// The channel it is in.
    channel: ChannelLive,
    /// Whether the row is the log's one tab stop.
    is_current: Signal<bool>,
) -> impl IntoView {
    let html = move || message.with(|message| message.html.clone());
    let (author, at, id) =
        message.with_untracked(|message| (message.author.clone(), message.created_at, message.id));
    let lead = RowLead { author, at, permalink: Some(channel_permalink(channel, id)) };
    view! {
        <PinMark message />
        <RowHead lead is_grouped />
        <div class="row-body" dir="auto">
            <div class="row-words prose" inner_html=html></div>
            <EditedMark message />
        </div>
        <Reactions message channel is_current />
        <RowActions message channel is_current />
    }
}

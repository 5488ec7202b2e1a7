//! One message of the log.

use leptos::prelude::*;
use protocol::id::MessageId;
use protocol::message::Message;

use crate::components::log_focus::use_log_focus;
use crate::components::message_content::MessageContent;
use crate::components::tombstone::Tombstone;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};
use crate::parts::{self, Overlay};
use crate::reactive::When;
use crate::time_text::use_time;

/// Returns the id of a message's element, and of its permalink's target.
pub fn row_id(message: MessageId) -> String {
    format!("m-{message}")
}

/// Returns what is shown as the author's name.
pub fn author_name(message: &Message, nobody: &str) -> String {
    message.author.as_ref().map_or_else(|| nobody.to_owned(), |author| author.display_name.clone())
}

/// Returns a message's own address.
pub fn channel_permalink(channel: ChannelLive, message: MessageId) -> String {
    untrack(|| format!("{}/{message}", use_live().address(channel.id())))
}

/// A message or what is left of it. Its element stays while its contents change.
#[component]
pub fn MessageRow(
    /// Which message.
    id: MessageId,
    /// Whether it continues the row above.
    is_grouped: bool,
    /// The message as it is now.
    message: ArcRwSignal<Message>,
    /// The channel it is in.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let time = use_time();
    let message = RwSignal::from(message);
    let element_id = row_id(id);
    let focus = use_log_focus();
    let is_current = focus.is_current(element_id.clone());
    let is_visible = Memo::new(move |_| message.with(Message::is_visible));
    let class = move || match (is_visible.get(), is_grouped) {
        (false, _) => "row is-tombstone",
        (true, true) => "row is-grouped",
        (true, false) => "row",
    };
    let label = move || {
        let clock = time.clock(message.with(|message| message.created_at));
        if is_visible.get() {
            t.row_label(message.with(|message| author_name(message, t.row_nobody())), clock)
        } else {
            t.row_deleted_label(clock)
        }
    };
    let is_marked = focus.is_marked(id);
    let editing = channel.editing();
    let is_edited = Memo::new(move |_| editing.message().get() == Some(id));
    let is_stale = move || message.with(|message| editing.is_stale(message));
    // The words give way to the editor, unless they are news to whoever edits.
    let edits = move || is_edited.get().then(|| if is_stale() { "stale" } else { "" });
    view! {
        <article
            class=move || class()
            id=element_id
            data-message=id.to_string()
            data-target=move || is_marked.get().then_some("")
            data-editing=move || edits()
            autofocus=focus.begins_at(id)
            tabindex=move || if is_current.get() { "0" } else { "-1" }
            aria-label=move || label()
        >
            {move || {
                if is_visible.get() {
                    view! { <MessageContent is_grouped message channel is_current /> }.into_any()
                } else {
                    view! { <Tombstone message /> }.into_any()
                }
            }} <When holds=is_edited>
                {parts::overlay(Overlay::Editor(channel, message))}
            </When>
        </article>
    }
}

//! What is left of a message that was taken away.

use leptos::prelude::*;
use protocol::message::{Message, MessageState};

use crate::components::icon::Icon;
use crate::components::message_row::author_name;
use crate::i18n::use_i18n;
use crate::time_text::use_time;

/// The time, and who took the message away.
#[component]
pub fn Tombstone(
    /// The message; its words are gone.
    message: RwSignal<Message>,
) -> impl IntoView {
    let t = use_i18n();
    let time = use_time();
    let at = message.with_untracked(|message| message.created_at);
    let name = move || message.with(|message| author_name(message, t.row_nobody()));
    let is_own_doing = move || message.with(|message| message.state == MessageState::Deleted);
    let words = move || {
        if is_own_doing() {
            view! { <bdi>{name()}</bdi> " " {t.row_deleted()} }.into_any()
        } else {
            t.row_removed().into_any()
        }
    };
    view! {
        <time class="row-gutter" datetime=move || time.machine(at) title=move || time.full(at)>
            {move || time.clock(at)}
        </time>
        <p class="row-tombstone">
            <Icon name="trash-2" />
            <span>{move || words()}</span>
        </p>
    }
}

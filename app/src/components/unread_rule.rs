//! The rule above the first unread message.

use leptos::prelude::*;

use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::time_text::use_time;

/// The rule above the first unread message.
#[component]
pub fn UnreadRule(
    /// The channel it is in.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let time = use_time();
    let unread = channel.unread();
    let words = move || {
        unread
            .get()
            .map(|rule| t.log_unread(rule.count, time.short(rule.since)))
            .unwrap_or_default()
    };
    view! {
        <div class="unread" role="separator" aria-label=move || words()>
            <span class="unread-new">{t.log_new()}</span>
            <span class="unread-since">{move || words()}</span>
        </div>
    }
}

//! The line about a read-only channel.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::time_text::use_time;

/// The channel is read-only.
#[component]
pub fn Archived(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let time = use_time();
    let title = move || {
        let at = channel.entry().get().and_then(|entry| entry.channel.archived_at);
        at.map(|at| t.banner_archived(time.date(at)))
    };
    view! {
        <div class="banner is-archived" role="status">
            <Icon name="archive" />
            <p class="banner-text">
                <strong>{move || title()}</strong>
                " "
                {t.banner_archived_text()}
            </p>
        </div>
    }
}

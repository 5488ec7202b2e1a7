//! A channel without messages.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::overlay::WAY;
use crate::components::side_link::channel_icon;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;

/// What an empty channel shows.
#[component]
pub fn EmptyChannel(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    use protocol::permission::Action;
    let t = use_i18n();
    let name = move || channel.entry().get().map(|entry| entry.channel.name).unwrap_or_default();
    let is_archived =
        move || channel.entry().get().is_some_and(|entry| entry.channel.archived_at.is_some());
    let icon =
        untrack(|| channel.entry().get().map_or("hash", |entry| channel_icon(&entry.channel)));
    let can_post = move || channel.decide(Action::PostMessage).is_ok();
    view! {
        <div class="empty">
            <Icon name=icon class="is-28 empty-icon" />
            <h2 class="empty-title">{t.log_empty_title()}</h2>
            <p class="empty-text">
                {move || {
                    if is_archived() { t.log_empty_archived(name()) } else { t.log_empty_text(name()) }
                }}
            </p>
            {move || {
                can_post()
                    .then(|| {
                        view! {
                            <button
                                class="button"
                                form=WAY
                                formaction="#composer-input"
                                on:click=move |event| {
                                    event.prevent_default();
                                    dom::focus(dom::by_id("composer-input"));
                                }
                            >
                                {t.log_empty_write()}
                            </button>
                        }
                    })
            }}
        </div>
    }
}

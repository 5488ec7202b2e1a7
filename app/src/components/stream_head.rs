//! The header of a channel.

use leptos::prelude::*;

use crate::components::channel_menu::ChannelMenu;
use crate::components::icon::Icon;
use crate::components::members_button::MembersButton;
use crate::components::nav_toggle::NavToggle;
use crate::components::pins_button::PinsButton;
use crate::components::side_link::channel_icon;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;

/// Name, description, and what can be opened from here.
#[component]
pub fn StreamHead(
    /// The channel.
    channel: ChannelLive,
    /// Opens the channel's settings.
    settings: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let entry = channel.entry();
    // Unread counts change often, what the header shows does not.
    let shown = Memo::new(move |_| entry.get().map(|entry| entry.channel));
    let icon = move || shown.with(|shown| shown.as_ref().map(channel_icon));
    let name = move || shown.get().map(|channel| channel.name);
    let note = move || {
        let note = shown.get().map(|channel| channel.description)?;
        (!note.is_empty()).then(|| {
            view! {
                <p class="stream-note" dir="auto" title=note.clone()>
                    {note.clone()}
                </p>
            }
        })
    };
    view! {
        <header class="stream-head">
            <NavToggle />
            <div class="stream-title">
                <div class="stream-name">
                    {move || icon().map(|name| view! { <Icon name class="is-18" /> })}
                    <h1 dir="auto">{move || name()}</h1>
                    {move || {
                        channel
                            .is_group()
                            .then(|| view! { <span class="visually-hidden">{t.group_kind()}</span> })
                    }}
                </div>
                {move || note()}
            </div>
            <PinsButton />
            <MembersButton channel />
            <ChannelMenu channel settings />
        </header>
    }
}

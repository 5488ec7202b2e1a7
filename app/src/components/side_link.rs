//! One channel in the sidebar.

use leptos::prelude::*;
use protocol::channel::{Channel, ChannelEntry, ChannelKind};
use protocol::id::ChannelId;
use protocol::limits::UNREAD_COUNT_MAX;

use crate::address::channel_address;
use crate::components::icon::Icon;
use crate::i18n::{Texts, use_i18n};
use crate::live::use_live;
use crate::place::{Place, use_place};

/// Returns the icon of a channel.
pub fn channel_icon(channel: &Channel) -> &'static str {
    match (channel.archived_at, channel.kind) {
        (Some(_), _) => "archive",
        (None, ChannelKind::Announcement) => "megaphone",
        (None, _) => "hash",
    }
}

/// A link named with the channel's state: "announcements, 1 unread".
#[component]
pub fn SideLink(
    /// The channel.
    channel: ChannelId,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let id = channel;
    let entry = live.entry(id);
    let place = use_place();
    let slug = live.course().with_untracked(|course| course.slug.clone());
    view! {
        {move || {
            let entry = entry.get()?;
            let ChannelEntry { channel, unread, .. } = &entry;
            let count = if channel.archived_at.is_some() { 0 } else { unread.count };
            let name = channel.name.clone();
            let is_here = move || {
                let is_shown = live.shown().get() == Some(id);
                place.with(|place| match place {
                    Place::Channel { channel, .. } => is_shown || *channel == name,
                    _ => false,
                })
            };
            Some(view! {
                <a
                    class="side-link"
                    href=channel_address(&slug, &channel.name)
                    data-unread=(count > 0).then_some("")
                    data-archived=channel.archived_at.is_some().then_some("")
                    aria-current=move || is_here().then_some("page")
                    aria-label=name_with_state(t, channel, count)
                >
                    <Icon name=channel_icon(channel) />
                    <span class="side-name" dir="auto">
                        {channel.name.clone()}
                    </span>
                    {(count > 0).then(|| view! { <span class="count">{count_text(count)}</span> })}
                </a>
            })
        }}
    }
}

/// Returns a count as a badge shows it; counting stops at a limit.
fn count_text(count: u32) -> String {
    if count >= UNREAD_COUNT_MAX { format!("{}+", UNREAD_COUNT_MAX - 1) } else { count.to_string() }
}

/// Returns what a link to a channel is called.
fn name_with_state(t: Texts, channel: &Channel, count: u32) -> String {
    let name = &channel.name;
    match (channel.archived_at, count) {
        (Some(_), _) => t.nav_archived_name(name),
        (None, 0) => name.clone(),
        (None, count) => t.nav_unread_name(name, count_text(count)),
    }
}

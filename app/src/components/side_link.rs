//! One channel in the sidebar.

use leptos::prelude::*;
use protocol::channel::{Channel, ChannelKind};
use protocol::id::ChannelId;
use protocol::limits::UNREAD_COUNT_MAX;

use crate::components::icon::Icon;
use crate::i18n::{Texts, use_i18n};
use crate::live::use_live;
use crate::place::{Place, use_place};
use crate::reactive::When;

/// Returns the icon of a channel.
pub fn channel_icon(channel: &Channel) -> &'static str {
    match (channel.archived_at, channel.kind) {
        (Some(_), _) => "archive",
        (None, ChannelKind::Announcement) => "megaphone",
        (None, ChannelKind::Private) => "lock",
        (None, _) => "hash",
    }
}

/// What a link shows of its channel. The element stays while this changes: it may have the focus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shown {
    name: String,
    icon: &'static str,
    is_archived: bool,
    is_group: bool,
    count: u32,
}

/// A link named with the channel's state: "announcements, 1 unread".
#[component]
pub fn SideLink(
    /// The channel.
    channel: ChannelId,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let entry = live.entry(channel);
    let place = use_place();
    let shown = Memo::new(move |_| {
        entry.with(|entry| {
            entry.as_ref().map_or_else(Shown::default, |entry| {
                let is_archived = entry.channel.archived_at.is_some();
                Shown {
                    name: entry.channel.name.clone(),
                    icon: channel_icon(&entry.channel),
                    is_archived,
                    is_group: !entry.channel.is_listed(),
                    count: if is_archived { 0 } else { entry.unread.count },
                }
            })
        })
    });
    let is_here = move || {
        let is_shown = live.shown().get() == Some(channel);
        place.with(|place| match place {
            Place::Channel { channel, .. } => is_shown || shown.with(|it| it.name == *channel),
            _ => false,
        })
    };
    let icon = Memo::new(move |_| shown.with(|it| it.icon));
    let count = Memo::new(move |_| shown.with(|it| it.count));
    view! {
        <a
            class="side-link"
            href=move || live.address(channel)
            data-unread=move || (count.get() > 0).then_some("")
            data-archived=move || shown.with(|it| it.is_archived).then_some("")
            aria-current=move || is_here().then_some("page")
            aria-label=move || shown.with(|it| name_with_state(t, it))
        >
            {move || view! { <Icon name=icon.get() /> }}
            <span class="side-name" dir="auto">
                {move || shown.with(|it| it.name.clone())}
            </span>
            <When holds=Signal::derive(move || count.get() > 0)>
                // The name says the count; as text it would be said twice.
                <span class="count" aria-hidden="true" data-count=move || count_text(count.get())></span>
            </When>
        </a>
    }
}

/// Returns a count as a badge shows it; counting stops at a limit.
fn count_text(count: u32) -> String {
    if count >= UNREAD_COUNT_MAX { format!("{}+", UNREAD_COUNT_MAX - 1) } else { count.to_string() }
}

/// Returns what a link to a channel is called.
fn name_with_state(t: Texts, shown: &Shown) -> String {
    let name = &shown.name;
    let name = if shown.is_group { t.nav_group_name(name) } else { name.clone() };
    match (shown.is_archived, shown.count) {
        (true, _) => t.nav_archived_name(name),
        (false, 0) => name,
        (false, count) => t.nav_unread_name(name, count_text(count)),
    }
}

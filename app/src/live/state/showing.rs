//! Which channel is on the page, and which are kept for coming back.

use leptos::prelude::*;
use protocol::id::{ChannelId, MessageId};
use protocol::limits::CHANNELS_KEPT_MAX;
use protocol::page::MessagePage;
use serde::{Deserialize, Serialize};

use crate::address::{channel_address, message_address};
use crate::api::channels::{OpenedChannel, load_channel};
use crate::api::error::ApiError;
use crate::live::channel::{Arriving, ChannelLive};
use crate::live::link::Nudge;
use crate::live::state::Live;
use crate::reactive::effect;

/// What a channel page's resource holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fetched {
    /// The channel has been opened before and is still here.
    Kept,
    /// What the server answered.
    Opened(OpenedChannel),
}

/// What a channel page shows.
#[derive(Clone)]
pub enum Arrival {
    /// The channel.
    Here(ChannelLive),
    /// The channel has another address now; redirect to it.
    Moved(String),
}

impl Live {
    /// Loads what stands at a channel's address. What has been opened before is there at once.
    pub async fn fetch(
        self,
        name: String,
        message: Option<MessageId>,
    ) -> Result<Fetched, ApiError> {
        let kept = self.kept_by_name(&name);
        if kept.is_some_and(|kept| message.is_none_or(|id| kept.has_loaded(id))) {
            return Ok(Fetched::Kept);
        }
        load_channel(self.slug(), name, message).await.map(Fetched::Opened)
    }

    /// Shows what was fetched, until the caller's owner is cleaned up. With a message, the log
    /// goes to it. None if what was kept has been dropped meanwhile: fetch again.
    pub fn enter(
        self,
        fetched: &Fetched,
        name: &str,
        message: Option<MessageId>,
    ) -> Option<Arrival> {
        let snapshot = match fetched {
            Fetched::Kept => {
                let channel = self.kept_by_name(name)?;
                self.show(channel, message, Arriving::of(message));
                return Some(Arrival::Here(channel));
            }
            Fetched::Opened(OpenedChannel::Moved { name }) => {
                let slug = self.slug();
                return Some(Arrival::Moved(match message {
                    Some(id) => message_address(&slug, name, id),
                    None => channel_address(&slug, name),
                }));
            }
            Fetched::Opened(OpenedChannel::Here(snapshot)) => snapshot,
        };
        let id = snapshot.entry.channel.id;
        let arriving =
            if snapshot.page.has_after { Arriving::WhereAsked } else { Arriving::of(message) };
        self.at().roster.update(|roster| roster.enter(&snapshot.entry));
        let channel = match self.kept(id) {
            Some(channel) => {
                channel.move_to(snapshot.page.clone(), message);
                channel
            }
            None => self.keep(id, snapshot.page.clone())?,
        };
        self.show(channel, message, arriving);
        Some(Arrival::Here(channel))
    }

    /// Shows a channel until the current owner is cleaned up.
    fn show(self, channel: ChannelLive, message: Option<MessageId>, arriving: Arriving) {
        let at = self.at();
        let id = channel.id();
        at.kept.update_value(|kept| {
            kept.retain(|other| other.id() != id);
            kept.push(channel);
        });
        let was_shown = at.shown.get_untracked() == Some(id);
        let showing = at.showings.get_value().wrapping_add(1);
        at.showings.set_value(showing);
        at.shown.set(Some(id));
        at.lost.set(None);
        if was_shown {
            channel.aim(message);
        } else {
            channel.appear(message);
        }
        effect(move || self.at().link.nudge(Nudge::Wanted));
        channel.attend(arriving);
        on_cleanup(move || {
            // The course may be gone, or another showing may have begun before this one ends.
            if self.is_alive() && self.at().showings.get_value() == showing {
                channel.disappear();
                self.at().shown.set(None);
                self.at().link.nudge(Nudge::Wanted);
            }
        });
    }

    /// Keeps a newly opened channel, in place of the one that was shown least recently.
    fn keep(self, id: ChannelId, page: MessagePage) -> Option<ChannelLive> {
        let at = self.at();
        let owner = at.owner.as_ref()?.upgrade()?;
        let channel = owner.with(|| ChannelLive::new(self, id, page));
        let shown = at.shown.get_untracked();
        let mut dropped = None;
        at.kept.update_value(|kept| {
            if kept.len() >= CHANNELS_KEPT_MAX
                && let Some(oldest) = kept.iter().position(|other| Some(other.id()) != shown)
            {
                dropped = Some(kept.remove(oldest));
            }
            kept.push(channel);
        });
        if let Some(dropped) = dropped {
            dropped.dispose();
        }
        Some(channel)
    }

    fn kept_by_name(self, name: &str) -> Option<ChannelLive> {
        let id = self.at().roster.with_untracked(|roster| {
            let mut entries = roster.channels.values();
            entries.find(|entry| entry.channel.name == name).map(|entry| entry.channel.id)
        });
        id.and_then(|id| self.kept(id))
    }
}

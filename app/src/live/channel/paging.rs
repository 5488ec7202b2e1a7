//! Moving the window of loaded messages: older, newer, elsewhere.

use leptos::prelude::*;
use protocol::fault::Fault;
use protocol::id::MessageId;
use protocol::limits::{PAGE_MESSAGES_DEFAULT, TIMELINE_MESSAGES_MAX};
use protocol::page::{MessagePage, PageKey};
use protocol::replica::timeline::{PageOutcome, Timeline};
use wasm_bindgen_futures::spawn_local;

use crate::api::channels::{OpenedChannel, load_channel};
use crate::api::error::ApiError;
use crate::api::messages::load_page;
use crate::live::channel::ChannelLive;

/// Which messages are being loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// Those before the first.
    Older,
    /// Those after the last.
    Newer,
    /// Those somewhere else.
    Elsewhere,
}

impl ChannelLive {
    /// Loads older messages, unless something is being loaded. The log keeps a bounded number;
    /// the newest fall away first.
    pub fn load_older(self) {
        let first = self
            .at()
            .timeline
            .with_untracked(|timeline| timeline.first_position().filter(|_| timeline.has_before()));
        if let Some(first) = first {
            self.load(Loading::Older, PageKey::Before(first));
        }
    }

    /// Loads newer messages, unless something is being loaded.
    pub fn load_newer(self) {
        let last = self
            .at()
            .timeline
            .with_untracked(|timeline| timeline.last_position().filter(|_| timeline.has_after()));
        if let Some(last) = last {
            self.load(Loading::Newer, PageKey::After(last));
        }
    }

    /// Goes to the newest message. The view scrolls to the end when [`ChannelLive::has_after`]
    /// becomes false.
    pub fn jump_to_latest(self) {
        self.at().target.set(None);
        if self.has_after_untracked() {
            self.load(Loading::Elsewhere, PageKey::Latest);
        }
    }

    /// Goes to a message of this channel, loaded or not; [`ChannelLive::target`] says when it is
    /// there.
    pub fn jump_to(self, id: MessageId) {
        self.at().target.set(None);
        if self.has_loaded(id) {
            return self.aim(Some(id));
        }
        let (Some(entry), Some(ticket)) = (self.entry_untracked(), self.begin(Loading::Elsewhere))
        else {
            return;
        };
        spawn_local(async move {
            let opened = load_channel(self.live.slug(), entry.channel.name, Some(id)).await;
            if !self.finish(ticket) {
                return;
            }
            match opened {
                Ok(OpenedChannel::Here(snapshot)) => self.move_to(snapshot.page, Some(id)),
                Ok(OpenedChannel::Moved { .. }) => {}
                Err(ApiError(fault)) => self.at().load_fault.set(Some(fault)),
            }
        });
    }

    /// Returns the message to scroll to and to mark; to be cleared with
    /// [`ChannelLive::reach_target`].
    pub fn target(self) -> Signal<Option<MessageId>> {
        self.at().target.into()
    }

    /// The view has scrolled to the target.
    pub fn reach_target(self) {
        self.at().target.set(None);
    }

    /// Returns what is being loaded.
    pub fn loading(self) -> Signal<Option<Loading>> {
        self.at().loading.into()
    }

    /// Returns why the last page could not be loaded; the next attempt clears it.
    pub fn load_fault(self) -> Signal<Option<Fault>> {
        self.at().load_fault.into()
    }

    /// Lets the view scroll to a message, if it is loaded.
    pub(in crate::live) fn aim(self, message: Option<MessageId>) {
        self.at().target.set(message.filter(|id| self.has_loaded(*id)));
    }

    /// Returns a message in the middle of what is loaded, unless the live end is.
    pub(in crate::live) fn place(self) -> Option<MessageId> {
        self.at().timeline.with_untracked(|timeline| {
            let middle = timeline.messages().nth(timeline.len() / 2);
            middle.filter(|_| timeline.has_after()).map(|message| message.id)
        })
    }

    /// Moves the window to a page from anywhere in the channel.
    pub(in crate::live) fn move_to(self, page: MessagePage, message: Option<MessageId>) {
        let aimed_at = page.items.iter().find(|item| Some(item.id) == message);
        let key = match aimed_at.and_then(|message| message.position) {
            Some(position) => PageKey::Around(position),
            None => PageKey::Latest,
        };
        // Refused only if older than what is known, and then nothing is aimed at.
        let _ = self.merge(Loading::Elsewhere, key, page);
        self.aim(message);
    }

    /// Keeps the window bounded while messages arrive.
    pub(super) fn trim(self) {
        let len = self.at().timeline.with_untracked(Timeline::len);
        if self.at().is_at_end.get_untracked() && len > TIMELINE_MESSAGES_MAX {
            self.change(|timeline| timeline.keep_newest(TIMELINE_MESSAGES_MAX / 2));
        } else if len > TIMELINE_MESSAGES_MAX * 2 {
            self.change(|timeline| timeline.keep_oldest(TIMELINE_MESSAGES_MAX));
        }
    }

    fn load(self, loading: Loading, key: PageKey) {
        let Some(ticket) = self.begin(loading) else { return };
        spawn_local(async move {
            let page = load_page(self.id(), key, PAGE_MESSAGES_DEFAULT).await;
            if !self.finish(ticket) {
                return;
            }
            let outcome = page.map(|page| self.merge(loading, key, page));
            match outcome {
                // The newest page is only refused for being older than what is known: once more.
                Ok(PageOutcome::Refused) if loading == Loading::Elsewhere => {
                    self.load(loading, key);
                }
                // Another page that no longer fits: the view asks again while it lacks messages.
                Ok(PageOutcome::Merged | PageOutcome::Refused) => {}
                Err(ApiError(fault)) => self.at().load_fault.set(Some(fault)),
            }
        });
    }

    /// Puts it on record that loading begins, unless the next page of something else is on its way.
    /// Going elsewhere does not wait for that: a page that no longer fits is refused.
    fn begin(self, loading: Loading) -> Option<u32> {
        let at = self.at();
        if at.loading.get_untracked().is_some() && loading != Loading::Elsewhere {
            return None;
        }
        at.loading.set(Some(loading));
        at.load_fault.set(None);
        at.loads.try_update_value(|loads| {
            *loads = loads.wrapping_add(1);
            *loads
        })
    }

    /// Whether what was loaded is still wanted; loading is then over.
    fn finish(self, ticket: u32) -> bool {
        if !self.is_alive() || self.at().loads.get_value() != ticket {
            return false;
        }
        self.at().loading.set(None);
        true
    }

    fn merge(self, loading: Loading, key: PageKey, page: MessagePage) -> PageOutcome {
        let last = self.at().timeline.with_untracked(Timeline::last_position);
        self.at().sections.update_value(|sections| match loading {
            Loading::Older => {}
            Loading::Newer => sections.end_at(last),
            Loading::Elsewhere => sections.forget(),
        });
        self.change(|timeline| {
            let outcome = timeline.merge(key, page);
            match loading {
                Loading::Older => timeline.keep_oldest(TIMELINE_MESSAGES_MAX),
                Loading::Newer | Loading::Elsewhere => timeline.keep_newest(TIMELINE_MESSAGES_MAX),
            }
            outcome
        })
    }
}

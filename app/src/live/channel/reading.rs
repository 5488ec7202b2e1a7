//! What has been read and what is new.

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use protocol::cursor::Seq;
use protocol::id::{MessageId, UserId};
use protocol::message::Message;
use protocol::replica::timeline::Timeline;
use protocol::time::Timestamp;
use wasm_bindgen_futures::spawn_local;

use crate::api::channels::mark_read;
use crate::live::browser;
use crate::live::channel::ChannelLive;
use crate::reactive::effect;

/// Read markers of one channel are written at most this often.
const MARK_READ_MS: i64 = 2_000;

/// What the unread rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadRule {
    /// Unread messages by others.
    pub count: u32,
    /// When the first of them was posted.
    pub since: Timestamp,
}

/// Where a channel is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::live) enum Arriving {
    /// At its newest message.
    AtNewest,
    /// At what was asked for.
    WhereAsked,
}

impl Arriving {
    /// Returns where a channel is opened for a message.
    pub(in crate::live) fn of(message: Option<MessageId>) -> Self {
        if message.is_some() { Self::WhereAsked } else { Self::AtNewest }
    }
}

impl ChannelLive {
    /// The view says whether the log's end is in sight.
    pub fn set_at_end(self, is_at_end: bool) {
        let at = self.at();
        if at.is_at_end.get_untracked() != is_at_end {
            at.is_at_end.set(is_at_end);
        }
        if is_at_end && at.new_below.get_untracked() > 0 && !self.has_after_untracked() {
            at.new_below.set(0);
        }
    }

    /// Whether the log's end is in sight, as the view said.
    pub fn is_at_end(self) -> Signal<bool> {
        self.at().is_at_end.into()
    }

    /// Returns how many messages by others came while the end was out of sight.
    pub fn new_below(self) -> Signal<u32> {
        self.at().new_below.into()
    }

    /// Returns what the unread rule says.
    pub fn unread(self) -> Memo<Option<UnreadRule>> {
        self.at().unread
    }

    /// The channel comes on the page: what is unread now is ruled off until it leaves.
    pub(in crate::live) fn appear(self, message: Option<MessageId>) {
        let at = self.at();
        let unread = self.entry_untracked().map(|entry| entry.unread).unwrap_or_default();
        at.unread_after.set((unread.count > 0).then_some(unread.read_position));
        at.is_at_end.set(false);
        at.new_below.set(0);
        at.load_fault.set(None);
        self.aim(message);
    }

    /// The channel leaves the page.
    pub(in crate::live) fn disappear(self) {
        if self.is_alive() {
            self.at().unread_after.set(None);
            self.at().restoring.set_value(None);
        }
    }

    /// In the browser, until the current owner is cleaned up: goes to the live end unless something else
    /// was asked for, and marks as read what is looked at.
    pub(in crate::live) fn attend(self, arriving: Arriving) {
        effect(move || {
            if arriving == Arriving::AtNewest {
                self.jump_to_latest();
            }
        });
        effect(move || {
            let is_looked_at = self.live.at().is_attended.get() && self.at().is_at_end.get();
            self.at().shape.track();
            if is_looked_at && !self.has_after_untracked() {
                self.read();
            }
        });
    }

    /// Writes the read marker if the server does not know it, as after a lost connection.
    pub(in crate::live) fn write_marker(self) {
        if !self.is_alive() {
            return;
        }
        let Some(entry) = self.entry_untracked() else { return };
        let position = entry.unread.read_position;
        if self.at().marked.get_value() >= position {
            return;
        }
        spawn_local(async move {
            let answer = mark_read(self.id(), position).await;
            if let Ok(unread) = answer
                && self.is_alive()
            {
                self.at().marked.set_value(unread.read_position);
                self.live.take_unread(self.id(), unread);
            }
        });
    }

    pub(super) fn has_after_untracked(self) -> bool {
        self.at().timeline.with_untracked(Timeline::has_after)
    }

    /// Marks everything as read, here at once and on the server within two seconds.
    fn read(self) {
        let Some(entry) = self.entry_untracked() else { return };
        let at = self.at();
        let last = at.timeline.with_untracked(Timeline::last_position).unwrap_or_default();
        if last <= entry.unread.read_position {
            return;
        }
        self.live.at().roster.update(|roster| roster.mark_read(self.id(), last));
        let now = browser::now();
        let marked_at = at.marked_at.get_value();
        if marked_at > now {
            // A marker is waiting to be written; it will carry this position.
            return;
        }
        let wait_ms = marked_at.plus_ms(MARK_READ_MS).since_ms(now).max(0);
        at.marked_at.set_value(now.plus_ms(wait_ms));
        set_timeout(move || self.write_marker(), Duration::from_millis(wait_ms.unsigned_abs()));
    }
}

/// Counts the visible messages by others after a position.
pub(super) fn rule(
    contents: &BTreeMap<Seq, ArcRwSignal<Message>>,
    me: UserId,
    after: Seq,
) -> Option<UnreadRule> {
    let mut rule: Option<UnreadRule> = None;
    for content in contents.range(after.next()..).map(|(_, content)| content) {
        content.with_untracked(|message| {
            let is_own = message.author.as_ref().is_some_and(|author| author.id == me);
            if message.is_visible() && !is_own {
                let rule = rule.get_or_insert(UnreadRule { count: 0, since: message.created_at });
                rule.count += 1;
            }
        });
    }
    rule
}

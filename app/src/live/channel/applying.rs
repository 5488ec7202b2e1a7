//! Keeping the window right: events, acknowledgements, fresh pages after a resync.

use std::collections::BTreeMap;

use leptos::prelude::*;
use protocol::cursor::Seq;
use protocol::event::Event;
use protocol::message::Message;
use protocol::page::MessagePage;
use protocol::replica::timeline::Timeline;

use crate::live::channel::ChannelLive;
use crate::live::channel::sections::Sections;

impl ChannelLive {
    /// Applies an event of this channel.
    pub(in crate::live) fn apply(self, seq: Seq, event: &Event) {
        let is_new = seq > self.cursor();
        self.change(|timeline| timeline.apply(seq, event));
        if let Event::MessagePinned { .. }
        | Event::MessageUnpinned { .. }
        | Event::MessageEdited { .. }
        | Event::MessageDeleted { .. } = event
        {
            self.at().pin_changes.update(|changes| *changes = changes.wrapping_add(1));
        }
        match event {
            Event::MessagePosted { message } if is_new => self.count(message),
            Event::MessageDeleted { message } if is_new => {
                let roster = self.live.at().roster;
                let badge = roster.try_update(|roster| roster.count_deletion(message));
                self.live.settle(self.id(), badge);
            }
            Event::MemberJoined { .. } | Event::MemberChanged { .. } | Event::MemberLeft { .. } => {
                self.at().member_changes.update(|changes| *changes = changes.wrapping_add(1));
            }
            _ => {}
        }
        self.trim();
    }

    /// Puts a message into the log that the server returned for one's own request.
    pub(in crate::live) fn put(self, message: &Message) {
        self.change(|timeline| timeline.put(message));
    }

    /// Takes over what an event of the course says of those who wrote here.
    pub(in crate::live) fn apply_course(self, event: &Event) {
        self.change(|timeline| timeline.apply_course(event));
    }

    /// Replaces the window by a fresh page, after a resync.
    pub(in crate::live) fn replace(self, page: MessagePage) {
        let last = self.at().timeline.with_untracked(Timeline::last_position);
        let is_new = |message: &&Message| message.position > last && !self.is_own(message);
        let count = page.items.iter().filter(is_new).count();
        self.count_restored(u32::try_from(count).unwrap_or(u32::MAX));
        self.at().sections.update_value(Sections::forget);
        let me = self.live.at().me.with_untracked(|me| me.id);
        self.change(|timeline| *timeline = Timeline::new(me, page));
    }

    /// Forgets every message.
    pub(in crate::live) fn clear(self) {
        self.change(Timeline::clear);
    }

    /// Counts replayed messages from now on.
    pub(in crate::live) fn begin_restoring(self) {
        self.at().restoring.set_value(Some(0));
    }

    /// Returns how many messages by others were replayed, if any.
    pub(in crate::live) fn end_restoring(self) -> Option<u32> {
        let count = self.at().restoring.try_update_value(Option::take).flatten();
        count.filter(|count| *count > 0)
    }

    /// Changes the window, and then the signals of the messages that are different.
    pub(super) fn change<T>(self, work: impl FnOnce(&mut Timeline) -> T) -> T {
        let at = self.at();
        let mut done = None;
        at.timeline.update(|timeline| done = Some(work(timeline)));
        at.timeline.with_untracked(|timeline| {
            at.contents.update_value(|contents| take_over(contents, timeline));
            at.sections.update_value(|sections| sections.begin_at(timeline.first_position()));
            let outbox = self.live.at().outbox;
            let keys = timeline.messages().filter_map(|message| message.client_message_id);
            outbox.remove_posted(keys);
        });
        at.shape.update(|shape| *shape = shape.wrapping_add(1));
        done.expect("a signal that is read is there to be changed")
    }

    /// Counts a message that was just posted: in the badge, as new below, as restored.
    fn count(self, message: &Message) {
        let live = self.live.at();
        let me = live.me.with_untracked(|me| me.id);
        live.roster.update(|roster| roster.count_message(me, message));
        if self.is_own(message) || !message.is_visible() {
            return;
        }
        self.count_restored(1);
        if live.shown.get_untracked() != Some(self.id()) {
            return;
        }
        let at = self.at();
        if !at.is_at_end.get_untracked() || self.has_after_untracked() {
            at.new_below.update(|count| *count += 1);
        }
        if !live.is_attended.get_untracked() && at.unread_after.get_untracked().is_none() {
            at.unread_after.set(message.position.map(|position| Seq(position.0 - 1)));
        }
    }

    fn count_restored(self, count: u32) {
        self.at().restoring.update_value(|restoring| {
            if let Some(restored) = restoring {
                *restored = restored.saturating_add(count);
            }
        });
    }

    pub(super) fn is_own(self, message: &Message) -> bool {
        let me = self.live.at().me.with_untracked(|me| me.id);
        message.author.as_ref().is_some_and(|author| author.id == me)
    }
}

/// Returns one signal for each message of the window.
pub(super) fn contents_of(timeline: &Timeline) -> BTreeMap<Seq, ArcRwSignal<Message>> {
    let mut contents = BTreeMap::new();
    take_over(&mut contents, timeline);
    contents
}

/// Makes the signals those of the window: sets the ones that changed, adds and drops the rest.
fn take_over(contents: &mut BTreeMap<Seq, ArcRwSignal<Message>>, timeline: &Timeline) {
    contents.retain(|position, _| timeline.at(*position).is_some());
    for message in timeline.messages() {
        let Some(position) = message.position else { continue };
        let content = contents.entry(position).or_insert_with(|| ArcRwSignal::new(message.clone()));
        if content.with_untracked(|known| known != message) {
            content.set(message.clone());
        }
    }
}

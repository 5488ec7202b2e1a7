//! A channel's messages: one gapless window of them, extended by pages and kept right by events.

use std::collections::BTreeMap;

use crate::cursor::Seq;
use crate::event::Event;
use crate::id::{MessageId, UserId};
use crate::limits::TIMELINE_ASIDE_MAX;
use crate::message::Message;
use crate::page::{MessagePage, PageKey};
use crate::reaction::{ReactionChange, expect, keep_mine, set_mine, settle};
use crate::user::Person;

/// What became of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum PageOutcome {
    /// Its messages are in the window.
    Merged,
    /// It does not touch the window, or is older than what is remembered; ask again.
    Refused,
}

/// A gapless window of one channel's messages, with every change up to `cursor`.
#[derive(Clone, Debug)]
pub struct Timeline {
    viewer: UserId,
    window: BTreeMap<Seq, Message>,
    has_before: bool,
    has_after: bool,
    cursor: Seq,
    /// Newer versions of messages outside the window, for pages that are still on the way.
    aside: BTreeMap<Seq, Message>,
    /// Changes up to here have been dropped from `aside`: a page must be at least this new.
    forgotten: Seq,
}

impl PartialEq for Timeline {
    /// Two timelines are equal if they show the same: what is set aside does not count.
    fn eq(&self, other: &Self) -> bool {
        self.window == other.window
            && self.has_before == other.has_before
            && self.has_after == other.has_after
    }
}

impl Timeline {
    /// Builds the window of a first page, for whom it was made.
    pub fn new(viewer: UserId, page: MessagePage) -> Self {
        Self {
            viewer,
            has_before: page.has_before,
            has_after: page.has_after,
            cursor: page.as_of,
            forgotten: page.as_of,
            window: page.items.into_iter().filter_map(placed).collect(),
            aside: BTreeMap::new(),
        }
    }

    /// Forgets everything but the viewer.
    pub fn clear(&mut self) {
        let nothing =
            MessagePage { items: Vec::new(), has_before: false, has_after: false, as_of: Seq(0) };
        *self = Self::new(self.viewer, nothing);
    }

    /// Returns the messages, oldest first.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.window.values()
    }

    /// Returns a message of the window by its position.
    pub fn at(&self, position: Seq) -> Option<&Message> {
        self.window.get(&position)
    }

    /// Returns a message of the window by its id.
    pub fn find(&self, id: MessageId) -> Option<&Message> {
        self.window.values().find(|message| message.id == id)
    }

    /// Returns the number of messages in the window.
    pub fn len(&self) -> usize {
        self.window.len()
    }

    /// Whether the window holds nothing.
    pub fn is_empty(&self) -> bool {
        self.window.is_empty()
    }

    /// Returns the position of the oldest message in the window.
    pub fn first_position(&self) -> Option<Seq> {
        self.window.keys().next().copied()
    }

    /// Returns the position of the newest message in the window.
    pub fn last_position(&self) -> Option<Seq> {
        self.window.keys().next_back().copied()
    }

    /// Whether older messages exist outside the window.
    pub fn has_before(&self) -> bool {
        self.has_before
    }

    /// Whether newer messages exist outside the window; while they do, live ones stay outside.
    pub fn has_after(&self) -> bool {
        self.has_after
    }

    /// Returns the last event that is in here: where to open the subject from.
    pub fn cursor(&self) -> Seq {
        self.cursor
    }

    /// Applies an event of `channel:`; one that is already in here changes nothing. Returns the
    /// position of the message that changed in the window, if one did.
    pub fn apply(&mut self, seq: Seq, event: &Event) -> Option<Seq> {
        let is_new = seq > self.cursor;
        self.cursor = self.cursor.max(seq);
        let message = event.message()?;
        let changed = self.put(message);
        // Which reactions are the viewer's is said by these events alone, however new the copy is.
        let own = event.reaction().filter(|change| is_new && change.user_id == self.viewer);
        let noted = own.and_then(|change| self.note_own(message.position?, change));
        changed.or(noted)
    }

    fn note_own(&mut self, position: Seq, change: ReactionChange<'_>) -> Option<Seq> {
        let shown = self.window.get_mut(&position);
        let (is_shown, known) = (shown.is_some(), shown.or(self.aside.get_mut(&position))?);
        let is_news = set_mine(&mut known.reactions, change.emoji, change.is_on);
        (is_shown && is_news).then_some(position)
    }

    /// Shows a reaction of the viewer's own as it will be once the server has heard of it. The next
    /// copy of the message replaces what is expected. Says whether that is another state than was shown.
    pub fn expect_reaction(&mut self, id: MessageId, emoji: &str, is_on: bool) -> bool {
        let shown = self.window.values_mut().find(|message| message.id == id);
        shown.is_some_and(|message| expect(&mut message.reactions, emoji, is_on))
    }

    /// Takes over a message that the server returned for one's own request. It is not an event:
    /// the cursor stays.
    pub fn put(&mut self, message: &Message) -> Option<Seq> {
        let position = message.position?;
        if let Some(known) = self.window.get_mut(&position) {
            if known.changed_seq < message.changed_seq {
                let older = std::mem::replace(known, message.clone());
                keep_mine(&mut known.reactions, &older.reactions);
                settle(&mut known.reactions);
                return Some(position);
            }
            return None;
        }
        if self.reaches(position) {
            self.show(position, message.clone());
            return Some(position);
        }
        self.set_aside(position, message);
        None
    }

    /// Whether a message at this position belongs into the window. One's own message may come by
    /// its acknowledgement before the events of those posted just before it.
    fn reaches(&self, position: Seq) -> bool {
        // With no older messages on the server the window reaches back to the beginning.
        let after_first =
            !self.has_before || self.first_position().is_some_and(|first| position > first);
        let before_end =
            !self.has_after || self.last_position().is_some_and(|last| position < last);
        after_first && before_end
    }

    /// Takes over what an event of `course:` says of those who wrote the messages.
    pub fn apply_course(&mut self, event: &Event) {
        match event {
            Event::PersonJoined { person } | Event::PersonChanged { person } => {
                self.take_person(person);
            }
            Event::PersonLeft { user_id } => {
                self.change_author(*user_id, |author| author.course_role = None);
            }
            _ => {}
        }
    }

    /// Takes over what somebody is called now, in every message of theirs.
    pub fn take_person(&mut self, person: &Person) {
        self.change_author(person.id, |author| author.clone_from(person));
    }

    fn change_author(&mut self, id: UserId, change: impl Fn(&mut Person)) {
        let messages = self.window.values_mut().chain(self.aside.values_mut());
        let authors = messages.filter_map(|message| message.author.as_mut());
        authors.filter(|author| author.id == id).for_each(change);
    }

    /// Drops the oldest messages until at most `len` are left.
    pub fn keep_newest(&mut self, len: usize) {
        while self.window.len() > len
            && let Some((_, dropped)) = self.window.pop_first()
        {
            self.has_before = true;
            self.forget(&dropped);
        }
    }

    /// Drops the newest messages until at most `len` are left; the window no longer reaches the
    /// live end then.
    pub fn keep_oldest(&mut self, len: usize) {
        while self.window.len() > len
            && let Some((_, dropped)) = self.window.pop_last()
        {
            self.has_after = true;
            self.forget(&dropped);
        }
    }

    /// Merges the page that was asked for with `key`. Only a page that begins where the window
    /// still ends can be merged; `Latest` and `Around` move the window.
    pub fn merge(&mut self, key: PageKey, page: MessagePage) -> PageOutcome {
        if page.as_of < self.forgotten {
            return PageOutcome::Refused;
        }
        match key {
            PageKey::Before(first) if Some(first) == self.first_position() => {
                self.has_before = page.has_before;
            }
            PageKey::After(last) if Some(last) == self.last_position() && self.has_after => {
                self.has_after = page.has_after;
            }
            PageKey::Before(_) | PageKey::After(_) => return PageOutcome::Refused,
            PageKey::Latest | PageKey::Around(_) => self.leave(&page),
        }
        self.absorb(page.items);
        PageOutcome::Merged
    }

    /// Empties the window for a page from another place. What the page may not know yet is kept.
    fn leave(&mut self, page: &MessagePage) {
        for (position, message) in std::mem::take(&mut self.window) {
            if message.changed_seq > page.as_of {
                self.set_aside(position, &message);
            } else {
                self.forget(&message);
            }
        }
        self.has_before = page.has_before;
        self.has_after = page.has_after;
    }

    /// Puts a page's messages into the window, each in its newest known version, and then what
    /// was posted at the live end meanwhile.
    fn absorb(&mut self, items: Vec<Message>) {
        for (position, message) in items.into_iter().filter_map(placed) {
            let newer = self
                .aside
                .remove(&position)
                .filter(|known| known.changed_seq > message.changed_seq);
            let shown = match newer {
                Some(mut newer) => {
                    keep_mine(&mut newer.reactions, &message.reactions);
                    newer
                }
                None => message,
            };
            self.show(position, shown);
        }
        if !self.has_after {
            let end = self.last_position().map_or(Seq(0), Seq::next);
            for (position, message) in self.aside.split_off(&end) {
                self.show(position, message);
            }
        }
    }

    fn show(&mut self, position: Seq, mut message: Message) {
        settle(&mut message.reactions);
        self.window.insert(position, message);
    }

    fn set_aside(&mut self, position: Seq, message: &Message) {
        let known = self.aside.get(&position);
        if known.is_some_and(|known| known.changed_seq >= message.changed_seq) {
            return;
        }
        let mut message = message.clone();
        if let Some(known) = known {
            keep_mine(&mut message.reactions, &known.reactions);
        }
        self.aside.insert(position, message);
        if self.aside.len() > TIMELINE_ASIDE_MAX
            && let Some((_, dropped)) = self.aside.pop_first()
        {
            self.forget(&dropped);
        }
    }

    /// Remembers of a dropped message only that a page must be at least as new as its last change.
    fn forget(&mut self, dropped: &Message) {
        self.forgotten = self.forgotten.max(dropped.changed_seq);
    }
}

fn placed(message: Message) -> Option<(Seq, Message)> {
    message.position.map(|position| (position, message))
}

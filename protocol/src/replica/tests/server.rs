//! A model of the server: one channel, its messages, and its journal.

use std::collections::BTreeSet;

use crate::channel::Unread;
use crate::cursor::Seq;
use crate::event::Event;
use crate::frame::ChannelActivity;
use crate::id::{ChannelId, ClientMessageId, MessageId, UserId};
use crate::limits::UNREAD_COUNT_MAX;
use crate::message::{Message, MessageState};
use crate::page::{MessagePage, PageKey};
use crate::reaction::Reaction;
use crate::time::Timestamp;
use crate::user::{AccountRole, Person};

pub(super) const CHANNEL: ChannelId = ChannelId(uuid::Uuid::from_u128(1));

/// The two people of the model: the viewer is the first.
pub(super) fn user(index: u8) -> UserId {
    UserId(uuid::Uuid::from_u128(100 + u128::from(index)))
}

/// Returns a message as events say it: without a word about whose reactions they are.
pub(super) fn said(message: &Message) -> Message {
    let mut message = message.clone();
    for reaction in &mut message.reactions {
        reaction.mine = None;
    }
    message
}

/// One journalled event: what it said when it happened, and of which message.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    pub(super) seq: Seq,
    pub(super) event: Event,
    index: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Server {
    pub(super) messages: Vec<Message>,
    pub(super) journal: Vec<Recorded>,
    pub(super) read_position: Seq,
    /// By message, emoji and person.
    reactions: BTreeSet<(usize, &'static str, UserId)>,
}

impl Server {
    pub(super) fn head(&self) -> Seq {
        self.journal.last().map_or(Seq(0), |recorded| recorded.seq)
    }

    pub(super) fn post(&mut self, author: UserId) {
        let seq = self.head().next();
        let id = u128::from(seq.0.unsigned_abs());
        let message = Message {
            id: MessageId(uuid::Uuid::from_u128(1_000 + id)),
            channel_id: CHANNEL,
            position: Some(seq),
            author: Some(Person {
                id: author,
                login: author.to_string(),
                display_name: author.to_string(),
                role: AccountRole::User,
                course_role: None,
                hue: 0,
                is_deactivated: false,
            }),
            body: format!("message {seq}"),
            html: format!("message {seq}"),
            created_at: Timestamp(seq.0),
            edited_at: None,
            deleted_at: None,
            version: 1,
            changed_seq: seq,
            state: MessageState::Visible,
            client_message_id: Some(ClientMessageId(uuid::Uuid::from_u128(9_000 + id))),
            thread_root_id: None,
            reply_count: 0,
            reactions: Vec::new(),
            pinned: false,
            pinned_by: None,
        };
        self.messages.push(message.clone());
        let index = self.messages.len() - 1;
        self.journal.push(Recorded { seq, event: Event::MessagePosted { message }, index });
    }

    /// Edits the message, unless it has been deleted.
    pub(super) fn edit(&mut self, index: usize) {
        let seq = self.head().next();
        let message = &mut self.messages[index];
        if message.is_visible() {
            message.version += 1;
            message.changed_seq = seq;
            message.body = format!("edited {seq}");
            let event = Event::MessageEdited { message: said(message) };
            self.journal.push(Recorded { seq, event, index });
        }
    }

    /// Deletes the message, unless it has been deleted.
    pub(super) fn delete(&mut self, index: usize) {
        let seq = self.head().next();
        let message = &mut self.messages[index];
        if message.is_visible() {
            message.changed_seq = seq;
            message.state = MessageState::Deleted;
            message.body.clear();
            message.html.clear();
            message.reactions.clear();
            let event = Event::MessageDeleted { message: message.clone() };
            self.journal.push(Recorded { seq, event, index });
        }
    }

    /// Adds somebody's reaction or takes it back, unless the message has been deleted.
    pub(super) fn react(&mut self, index: usize, user_id: UserId, emoji: &'static str) {
        let seq = self.head().next();
        if !self.messages[index].is_visible() {
            return;
        }
        let is_on = self.reactions.insert((index, emoji, user_id));
        if !is_on {
            self.reactions.remove(&(index, emoji, user_id));
        }
        let mut reactions: Vec<Reaction> = Vec::new();
        for (_, emoji, by) in self.reactions.iter().filter(|(of, ..)| *of == index) {
            let known = reactions.iter_mut().find(|known| known.emoji == *emoji);
            let is_mine = *by == user(0);
            if let Some(known) = known {
                known.count += 1;
                known.mine = known.mine.map(|mine| mine || is_mine);
            } else {
                let emoji = (*emoji).to_owned();
                reactions.push(Reaction { emoji, count: 1, mine: Some(is_mine) });
            }
        }
        let message = &mut self.messages[index];
        (message.changed_seq, message.reactions) = (seq, reactions);
        let (message, emoji) = (said(message), emoji.to_owned());
        let event = if is_on {
            Event::ReactionAdded { message, user_id, emoji }
        } else {
            Event::ReactionRemoved { message, user_id, emoji }
        };
        self.journal.push(Recorded { seq, event, index });
    }

    /// Returns an event as replay builds it: of the same kind, with the message as it is now.
    pub(super) fn replayed(&self, recorded: &Recorded) -> Event {
        let message = said(&self.messages[recorded.index]);
        match recorded.event.clone() {
            Event::MessageEdited { .. } => Event::MessageEdited { message },
            Event::MessageDeleted { .. } => Event::MessageDeleted { message },
            Event::ReactionAdded { user_id, emoji, .. } => {
                Event::ReactionAdded { message, user_id, emoji }
            }
            Event::ReactionRemoved { user_id, emoji, .. } => {
                Event::ReactionRemoved { message, user_id, emoji }
            }
            _ => Event::MessagePosted { message },
        }
    }

    pub(super) fn page(&self, key: PageKey, limit: usize) -> MessagePage {
        let count = self.messages.len();
        let at = |position: Seq| {
            self.messages.partition_point(|message| message.position < Some(position))
        };
        let (from, to) = match key {
            PageKey::Latest => (count.saturating_sub(limit), count),
            PageKey::Before(position) => (at(position).saturating_sub(limit), at(position)),
            PageKey::After(position) => {
                let from = at(position.next());
                (from, (from + limit).min(count))
            }
            PageKey::Around(position) => {
                let from = at(position).saturating_sub(limit / 2);
                (from, (from + limit).min(count))
            }
        };
        MessagePage {
            items: self.messages[from..to].to_vec(),
            has_before: from > 0,
            has_after: to < count,
            as_of: self.head(),
        }
    }

    pub(super) fn unread(&self) -> Unread {
        let is_unread = |message: &&Message| {
            let is_own = message.author.as_ref().is_some_and(|author| author.id == user(0));
            message.is_visible() && !is_own && message.position > Some(self.read_position)
        };
        let count = self.messages.iter().filter(is_unread).count();
        let activity = self.activity();
        Unread {
            count: u32::try_from(count).unwrap().min(UNREAD_COUNT_MAX),
            read_position: self.read_position,
            last_position: activity.position,
            posted: activity.posted,
            gone: activity.gone,
        }
    }

    pub(super) fn activity(&self) -> ChannelActivity {
        let gone = self.messages.iter().filter(|message| !message.is_visible()).count();
        ChannelActivity {
            channel: CHANNEL,
            position: self.messages.last().and_then(|last| last.position).unwrap_or_default(),
            posted: i64::try_from(self.messages.len()).unwrap(),
            gone: i64::try_from(gone).unwrap(),
        }
    }
}

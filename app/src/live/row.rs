//! Rows of a message log: what stands under what. One signal for each message, so that an edit
//! repaints one row.

use std::collections::BTreeMap;

use leptos::prelude::{ArcRwSignal, WithUntracked};
use protocol::cursor::Seq;
use protocol::id::{ClientMessageId, MessageId, UserId};
use protocol::message::{Message, MessageState};
use protocol::time::{LocalTime, Timestamp};

use crate::live::channel::{SectionId, Sections};
use crate::live::outgoing::Outgoing;

/// Messages of one author closer together than this stand under one name.
const GROUP_MS: i64 = 5 * 60 * 1_000;

/// One row of the log.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// The heading of a calendar day; `TimeText::day_heading(at)` writes it.
    Day {
        /// The day in the viewer's zone.
        day_number: i64,
        /// An instant of that day.
        at: Timestamp,
    },
    /// The rule above the first unread message; `ChannelLive::unread` says what it says.
    Unread,
    /// A message.
    Message {
        /// Which.
        id: MessageId,
        /// Whether it continues the row above: same author, same state, same day, within minutes.
        is_grouped: bool,
        /// The message as it is now.
        message: ArcRwSignal<Message>,
    },
    /// A message of the viewer's own that the server has not acknowledged.
    Outgoing {
        /// Whether it continues the row above.
        is_grouped: bool,
        /// The message and what becomes of it.
        outgoing: Outgoing,
    },
}

/// Identity of a row: as long as it stays the same, its element stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKey {
    /// A day's heading.
    Day(i64),
    /// The unread rule.
    Unread,
    /// A message, and whether it is grouped.
    Message(MessageId, bool),
    /// An unacknowledged message, and whether it is grouped.
    Outgoing(ClientMessageId, bool),
}

impl Row {
    /// Returns the row's identity, for `<For>`.
    pub fn key(&self) -> RowKey {
        match self {
            Self::Day { day_number, .. } => RowKey::Day(*day_number),
            Self::Unread => RowKey::Unread,
            Self::Message { id, is_grouped, .. } => RowKey::Message(*id, *is_grouped),
            Self::Outgoing { is_grouped, outgoing } => RowKey::Outgoing(outgoing.key, *is_grouped),
        }
    }
}

/// What rows are built from.
pub(super) struct Log<'a> {
    pub(super) contents: &'a BTreeMap<Seq, ArcRwSignal<Message>>,
    pub(super) sections: &'a Sections,
    pub(super) outgoing: &'a [Outgoing],
    pub(super) me: UserId,
    /// The unread rule stands above the first message after this position.
    pub(super) unread_after: Option<Seq>,
    /// Whether there are older messages that are not loaded: the first loaded one may then not be
    /// the first unread one.
    pub(super) has_before: bool,
}

/// What decides whether the next row is grouped.
#[derive(Clone, Copy, PartialEq)]
struct Above {
    author: Option<UserId>,
    state: MessageState,
    at: Timestamp,
    day_number: i64,
}

/// Rows under construction, each with its section.
struct Rows {
    rows: Vec<(SectionId, Row)>,
    section: SectionId,
}

impl Rows {
    fn push(&mut self, row: Row) {
        self.rows.push((self.section, row));
    }
}

/// Builds the rows; `local` gives the calendar fields of an instant in the viewer's zone.
pub(super) fn build(
    log: &Log<'_>,
    local: impl Fn(Timestamp) -> LocalTime,
) -> Vec<(SectionId, Row)> {
    let capacity = log.contents.len() + log.outgoing.len() + 8;
    let mut rows = Rows { rows: Vec::with_capacity(capacity), section: SectionId::default() };
    let mut above: Option<Above> = None;
    let mut unread_after = log.unread_after;
    let mut is_first = true;
    for (position, content) in log.contents {
        let this = content.with_untracked(|message| Above {
            author: message.author.as_ref().map(|author| author.id),
            state: message.state,
            at: message.created_at,
            day_number: local(message.created_at).day_number,
        });
        rows.section = log.sections.of(*position);
        let mut is_grouped = starts_day(&mut rows, above, this);
        if unread_after.is_some_and(|after| *position > after) {
            unread_after = None;
            if !(is_first && log.has_before) {
                rows.push(Row::Unread);
                is_grouped = false;
            }
        }
        let id = content.with_untracked(|message| message.id);
        rows.push(Row::Message { id, is_grouped, message: content.clone() });
        above = Some(this);
        is_first = false;
    }
    for outgoing in log.outgoing {
        let this = Above {
            author: Some(log.me),
            state: MessageState::Visible,
            at: outgoing.created_at,
            day_number: local(outgoing.created_at).day_number,
        };
        let is_grouped = starts_day(&mut rows, above, this);
        rows.push(Row::Outgoing { is_grouped, outgoing: outgoing.clone() });
        above = Some(this);
    }
    rows.rows
}

/// Adds a day's heading where a new day begins; returns whether the row continues the one above.
fn starts_day(rows: &mut Rows, above: Option<Above>, this: Above) -> bool {
    if above.is_none_or(|above| above.day_number != this.day_number) {
        rows.push(Row::Day { day_number: this.day_number, at: this.at });
        return false;
    }
    above.is_some_and(|above| {
        above.author == this.author
            && above.author.is_some()
            && above.state == this.state
            && (0..GROUP_MS).contains(&this.at.since_ms(above.at))
    })
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;
    use protocol::id::ChannelId;
    use protocol::time::Zone;
    use protocol::user::{AccountRole, Person};

    use super::*;
    use crate::live::outgoing::OutgoingState;

    const MINUTE_MS: i64 = 60_000;
    const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

    fn user(number: u128) -> UserId {
        UserId(uuid::Uuid::from_u128(number))
    }

    fn message(position: i64, author: u128, at_ms: i64) -> (Seq, ArcRwSignal<Message>) {
        let message = Message {
            id: MessageId(uuid::Uuid::from_u128(position.unsigned_abs().into())),
            channel_id: ChannelId(uuid::Uuid::nil()),
            position: Some(Seq(position)),
            author: Some(Person {
                id: user(author),
                login: "ada".into(),
                display_name: "Ada".into(),
                role: AccountRole::User,
                course_role: None,
                hue: 0,
                is_deactivated: false,
            }),
            body: "a".into(),
            html: "a".into(),
            created_at: Timestamp(at_ms),
            edited_at: None,
            deleted_at: None,
            version: 1,
            changed_seq: Seq(position),
            state: MessageState::Visible,
            client_message_id: None,
            thread_root_id: None,
            reply_count: 0,
            reactions: Vec::new(),
            pinned: false,
            pinned_by: None,
        };
        (Seq(position), ArcRwSignal::new(message))
    }

    fn outgoing(at_ms: i64) -> Outgoing {
        Outgoing {
            key: ClientMessageId(uuid::Uuid::nil()),
            channel: ChannelId(uuid::Uuid::nil()),
            body: "b".into(),
            created_at: Timestamp(at_ms),
            number: 0,
            state: ArcRwSignal::new(OutgoingState::Sending),
        }
    }

    /// Writes rows as one letter each: day, unread rule, message, grouped message, outgoing.
    fn picture(log: &Log<'_>) -> String {
        let zone = Zone::utc();
        let rows = build(log, |at| zone.local(at));
        let letter = |(_, row): &(SectionId, Row)| match row {
            Row::Day { .. } => 'D',
            Row::Unread => 'U',
            Row::Message { is_grouped: false, .. } => 'M',
            Row::Message { is_grouped: true, .. } => 'm',
            Row::Outgoing { is_grouped: false, .. } => 'O',
            Row::Outgoing { is_grouped: true, .. } => 'o',
        };
        rows.iter().map(letter).collect()
    }

    #[test]
    fn rows_begin_days_and_groups_where_a_reader_expects_them() {
        Owner::new().with(|| {
            let check = |messages: &[(i64, u128, i64)], sent: &[i64], expect: &str| {
                let contents = messages.iter().map(|(seq, who, at)| message(*seq, *who, *at));
                let outgoing: Vec<_> = sent.iter().map(|at| outgoing(*at)).collect();
                let log = Log {
                    contents: &contents.collect(),
                    sections: &Sections::default(),
                    outgoing: &outgoing,
                    me: user(1),
                    unread_after: None,
                    has_before: false,
                };
                assert_eq!(picture(&log), expect, "{messages:?} {sent:?}");
            };
            check(&[], &[], "");
            check(&[(1, 1, 0), (2, 1, MINUTE_MS)], &[], "DMm");
            check(&[(1, 1, 0), (2, 1, 5 * MINUTE_MS)], &[], "DMM");
            check(&[(1, 1, 0), (2, 2, MINUTE_MS)], &[], "DMM");
            check(&[(1, 1, DAY_MS - 1), (2, 1, DAY_MS)], &[], "DMDM");
            check(&[(1, 1, 0)], &[MINUTE_MS, 2 * MINUTE_MS], "DMoo");
            check(&[(1, 2, 0)], &[DAY_MS], "DMDO");
            // A clock that runs behind groups nothing.
            check(&[(1, 1, MINUTE_MS)], &[0], "DMO");
        });
    }

    #[test]
    fn the_unread_rule_stands_above_the_first_unread_message_if_it_is_known() {
        Owner::new().with(|| {
            let check = |unread_after: Option<i64>, has_before, expect: &str| {
                let log = Log {
                    contents: &[message(3, 2, 0), message(5, 2, 1), message(8, 2, 2)].into(),
                    sections: &Sections::default(),
                    outgoing: &[],
                    me: user(1),
                    unread_after: unread_after.map(Seq),
                    has_before,
                };
                assert_eq!(picture(&log), expect, "{unread_after:?} {has_before}");
            };
            check(None, true, "DMmm");
            check(Some(3), true, "DMUMm");
            check(Some(4), true, "DMUMm");
            check(Some(8), true, "DMmm");
            check(Some(0), false, "DUMmm");
            // What is loaded begins after the first unread message.
            check(Some(0), true, "DMmm");
        });
    }
}

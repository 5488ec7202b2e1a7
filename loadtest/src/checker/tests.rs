//! The judge must find each fault: a record without one, and one for every rule that breaks it.

use std::time::Duration;

use crate::history::{Histories, History, Item};
use crate::id::Id;
use crate::record::{Entry, Seen};

fn id(n: u64) -> Id {
    Id::random(n, n)
}

const ROOM: u64 = 7;

/// Three messages, sent and acknowledged one after the other, heard by one client.
fn world() -> (Vec<Seen>, Histories) {
    let room = id(ROOM);
    let mut seen = vec![Seen::Snapshot { client: 1, room, as_of: 10 }];
    let mut items = Vec::new();
    for n in 1..=3 {
        let (key, message) = (id(100 + n), id(200 + n));
        let position = 10 + i64::try_from(n).unwrap();
        seen.push(Seen::Sent { sender: 1, room, key });
        seen.push(Seen::Acked { sender: 1, room, key, message, position });
        seen.push(heard(position));
        items.push(Item { position, message, key: Some(key) });
    }
    let history = History { room, from: 10, head: 13, items };
    (seen, [(room, history)].into())
}

fn heard(position: i64) -> Seen {
    let number = u64::try_from(position - 10).unwrap();
    let message = Some(id(200 + number));
    let kind = "message_posted".to_owned();
    Seen::Event { client: 1, room: id(ROOM), seq: position, kind, message }
}

fn complaints(seen: Vec<Seen>, histories: &Histories) -> Vec<String> {
    let entries = seen.into_iter().enumerate();
    let at = |index: usize| Duration::from_millis(u64::try_from(index).unwrap());
    let entries: Vec<Entry> = entries.map(|(n, seen)| Entry { at: at(n), seen }).collect();
    let mut all = super::posts(&entries, histories).1;
    all.extend(super::clients(&entries, histories).1);
    all
}

/// Breaks the good world in one way and expects a complaint with these words.
fn broken(words: &str, change: impl FnOnce(&mut Vec<Seen>, &mut History)) {
    let (mut seen, mut histories) = world();
    change(&mut seen, histories.get_mut(&id(ROOM)).unwrap());
    let complaints = complaints(seen, &histories);
    assert!(complaints.iter().any(|one| one.contains(words)), "{words}: {complaints:?}");
}

#[test]
fn a_faultless_record_is_left_alone() {
    let (seen, histories) = world();
    assert_eq!(complaints(seen, &histories), Vec::<String>::new());
}

#[test]
fn posts_that_are_lost_doubled_moved_or_invented_are_found() {
    broken("is lost", |_, history| {
        history.items.pop();
        history.head = 12;
    });
    broken("is there twice", |_, history| {
        history.items.push(Item { position: 14, ..history.items[0] });
        history.head = 14;
    });
    broken("a gap or a repeat", |_, history| {
        history.items.remove(1);
    });
    broken("the history ends at", |_, history| history.head = 14);
    broken("nobody sent it", |seen, _| {
        seen.retain(|one| !matches!(one, Seen::Sent { key, .. } | Seen::Acked { key, .. } if *key == id(102)));
    });
    broken("and is", |_, history| history.items[1].message = id(999));
    broken("then as", |seen, _| {
        let (room, key, message) = (id(ROOM), id(101), id(999));
        seen.push(Seen::Acked { sender: 1, room, key, message, position: 11 });
    });
}

#[test]
fn an_unanswered_post_may_be_there_or_not() {
    let unanswered = |is_there: bool| {
        let (mut seen, mut histories) = world();
        seen.retain(|one| !matches!(one, Seen::Acked { position: 13, .. }));
        if !is_there {
            seen.retain(|one| !matches!(one, Seen::Event { seq: 13, .. }));
            let history = histories.get_mut(&id(ROOM)).unwrap();
            history.items.pop();
            history.head = 12;
        }
        complaints(seen, &histories)
    };
    assert_eq!(unanswered(true), Vec::<String>::new());
    assert_eq!(unanswered(false), Vec::<String>::new());
}

#[test]
fn an_order_against_time_is_found() {
    broken("stands before it", |seen, history| {
        history.items.swap(0, 1);
        for (place, item) in (11..).zip(&mut history.items) {
            item.position = place;
        }
        for one in seen {
            if let Seen::Acked { position, .. } = one {
                *position = match *position {
                    11 => 12,
                    12 => 11,
                    other => other,
                };
            }
        }
    });
}

#[test]
fn events_that_are_missing_doubled_or_foreign_are_found() {
    broken("a gap", |seen, _| seen.retain(|one| !matches!(one, Seen::Event { seq: 12, .. })));
    broken("events are missing", |seen, _| {
        seen.retain(|one| !matches!(one, Seen::Event { seq: 13, .. }));
    });
    broken("arrived again", |seen, _| seen.push(heard(12)));
    broken("after the removal", |seen, _| {
        seen.insert(5, Seen::Removed { client: 1, room: id(ROOM), seq: 11 });
    });
    broken("to be live at 13", |seen, _| {
        seen.insert(1, Seen::Opened { client: 1, room: id(ROOM), head: 13 });
    });
    broken("between a resync", |seen, _| {
        seen.insert(4, Seen::Resync { client: 1, room: id(ROOM), head: 13 });
    });
    broken("the history has", |seen, _| {
        for one in seen {
            if let Seen::Event { seq: 12, message, .. } = one {
                *message = Some(id(999));
            }
        }
    });
    broken("to another", |seen, _| {
        seen.push(Seen::Snapshot { client: 2, room: id(ROOM), as_of: 12 });
        let (room, kind) = (id(ROOM), "message_deleted".to_owned());
        seen.push(Seen::Event { client: 2, room, seq: 13, kind, message: Some(id(203)) });
    });
    broken("the epoch changed", |seen, _| {
        for epoch in ["one", "other"] {
            seen.push(Seen::Greeted { client: 1, epoch: epoch.to_owned() });
        }
    });
}

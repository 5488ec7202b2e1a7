//! What was acknowledged is there, once, in order; nothing else is.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::Looked;
use crate::history::{Histories, Item};
use crate::id::Id;
use crate::record::{Entry, Seen};

/// A message as its sender knows it.
#[derive(Default)]
struct Sent {
    /// When it was sent first.
    first: Duration,
    /// When the first acknowledgement came, and what it said.
    acked: Option<(Duration, Id, i64)>,
}

/// Checks rooms in which nothing but posting happened.
pub(crate) fn check(entries: &[Entry], histories: &Histories) -> (Looked, Vec<String>) {
    let mut wrong = Vec::new();
    let sent = collect(entries, &mut wrong);
    let mut looked = Looked { sent: sent.len(), ..Looked::default() };
    let mut places: HashMap<Id, (Id, Item)> = HashMap::new();
    for history in histories.values() {
        let room = history.room;
        let mut expected = history.from;
        for item in &history.items {
            expected += 1;
            if item.position != expected {
                wrong.push(format!(
                    "{room}: position {} follows {}: the numbers have a gap or a repeat",
                    item.position,
                    expected - 1
                ));
                expected = item.position;
            }
            let Some(key) = item.key else {
                wrong.push(format!("{room}: {} has no client_message_id", item.message));
                continue;
            };
            if places.insert(key, (room, *item)).is_some() {
                wrong.push(format!("{room}: the key {key} is there twice"));
            }
            match sent.get(&(room, key)) {
                None => wrong.push(format!("{room}: {key} is there and nobody sent it there")),
                Some(sent) if sent.acked.is_none() => looked.unacked_stored += 1,
                Some(_) => {}
            }
        }
        if history.head != expected {
            wrong.push(format!(
                "{room}: the head is {}, the history ends at {expected}",
                history.head
            ));
        }
    }
    for ((room, key), Sent { acked, .. }) in &sent {
        let Some((_, message, position)) = acked else { continue };
        looked.acked += 1;
        if !histories.contains_key(room) {
            continue;
        }
        match places.get(key) {
            Some((at, item))
                if at == room && item.message == *message && item.position == *position => {}
            Some((_, item)) => wrong.push(format!(
                "{room}: {key} was acknowledged as {message} at {position} and is {} at {}",
                item.message, item.position
            )),
            None => wrong.push(format!("{room}: {key} was acknowledged at {position} and is lost")),
        }
    }
    wrong.extend(check_order(&sent));
    (looked, wrong)
}

fn collect(entries: &[Entry], wrong: &mut Vec<String>) -> HashMap<(Id, Id), Sent> {
    let mut all: HashMap<(Id, Id), Sent> = HashMap::new();
    for Entry { at, seen } in entries {
        match *seen {
            Seen::Sent { room, key, .. } => {
                all.entry((room, key)).or_insert(Sent { first: *at, acked: None });
            }
            Seen::Acked { room, key, message, position, .. } => {
                let sent = all.entry((room, key)).or_default();
                match sent.acked {
                    None => sent.acked = Some((*at, message, position)),
                    Some((_, first, place)) if (first, place) != (message, position) => {
                        wrong.push(format!(
                            "{room}: {key} was acknowledged as {first} at {place}, then as \
                             {message} at {position}"
                        ));
                    }
                    Some(_) => {}
                }
            }
            _ => {}
        }
    }
    all
}

/// Whoever begins to send after another message was acknowledged comes after it: one sender's
/// messages keep their order, and so do those of people who talk to each other.
fn check_order(sent: &HashMap<(Id, Id), Sent>) -> Vec<String> {
    let mut wrong = Vec::new();
    let rooms: HashSet<Id> = sent.keys().map(|(room, _)| *room).collect();
    for room in rooms {
        let here = sent.iter().filter(|((at, _), _)| *at == room);
        let acked =
            here.filter_map(|(_, one)| one.acked.map(|(at, _, place)| (one.first, at, place)));
        let mut by_start: Vec<(Duration, Duration, i64)> = acked.collect();
        by_start.sort_unstable();
        let mut by_ack: Vec<(Duration, i64)> =
            by_start.iter().map(|(_, at, place)| (*at, *place)).collect();
        by_ack.sort_unstable();
        let (mut done, mut highest) = (0, i64::MIN);
        for (first, _, place) in by_start {
            while by_ack.get(done).is_some_and(|(at, _)| *at < first) {
                highest = highest.max(by_ack[done].1);
                done += 1;
            }
            if place <= highest {
                wrong.push(format!(
                    "{room}: {place} was sent after {highest} was acknowledged and stands before it"
                ));
            }
        }
    }
    wrong
}

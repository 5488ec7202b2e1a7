//! What each client received is the history of its rooms, once, in order, while it might see them.

use std::collections::HashMap;

use super::Looked;
use crate::history::Histories;
use crate::id::Id;
use crate::record::{Entry, Seen};

/// Where a client stands in a room.
struct Place {
    /// The last event it has; absent between a resync and the snapshot.
    cursor: Option<i64>,
    removed_at: Option<i64>,
}

/// Checks every client that took a snapshot of a room. One that was not removed must have reached
/// the head.
pub(crate) fn check(entries: &[Entry], histories: &Histories) -> (Looked, Vec<String>) {
    let mut wrong = Vec::new();
    let mut looked = Looked::default();
    let mut places: HashMap<(u32, Id), Place> = HashMap::new();
    let mut epochs: HashMap<&str, u32> = HashMap::new();
    let mut kinds: HashMap<(Id, i64), (&str, Option<Id>)> = HashMap::new();
    let messages = messages(histories);
    for Entry { seen, .. } in entries {
        match seen {
            Seen::Greeted { client, epoch } => {
                epochs.entry(epoch).or_insert(*client);
            }
            Seen::Snapshot { client, room, as_of } => {
                let place = Place { cursor: Some(*as_of), removed_at: None };
                places.insert((*client, *room), place);
            }
            Seen::Resync { client, room, .. } => {
                looked.resyncs += 1;
                if let Some(place) = places.get_mut(&(*client, *room)) {
                    place.cursor = None;
                }
            }
            Seen::Removed { client, room, seq } => {
                if let Some(place) = places.get_mut(&(*client, *room)) {
                    place.removed_at = Some(*seq);
                }
            }
            Seen::Opened { client, room, head } => {
                let cursor = places.get(&(*client, *room)).and_then(|place| place.cursor);
                if cursor.is_some_and(|cursor| cursor < *head) {
                    wrong.push(format!(
                        "client {client} in {room} was told to be live at {head} and has only {}",
                        cursor.unwrap_or_default()
                    ));
                }
            }
            Seen::Event { client, room, seq, kind, message } => {
                looked.events += 1;
                let Some(place) = places.get_mut(&(*client, *room)) else {
                    wrong.push(format!("client {client} received {seq} of {room} unasked"));
                    continue;
                };
                wrong.extend(
                    place.take(*seq).map(|what| format!("client {client} in {room}: {what}")),
                );
                let said = (kind.as_str(), *message);
                let first = *kinds.entry((*room, *seq)).or_insert(said);
                if first != said {
                    wrong.push(format!(
                        "{room}: {seq} was {first:?} to one and {said:?} to another"
                    ));
                }
                let stored = messages.get(&(*room, *seq)).copied();
                if kind == "message_posted" && histories.contains_key(room) && stored != *message {
                    wrong.push(format!("{room}: client {client} received {message:?} at {seq}, the history has {stored:?}"));
                }
            }
            _ => {}
        }
    }
    for ((client, room), place) in &places {
        let Some(history) = histories.get(room) else { continue };
        let head = history.head;
        if place.removed_at.is_none() && place.cursor.is_none_or(|cursor| cursor < head) {
            wrong.push(format!(
                "client {client} in {room} ended at {:?} of {head}: events are missing",
                place.cursor
            ));
        }
    }
    if epochs.len() > 1 {
        wrong.push(format!("the epoch changed without a restore: {epochs:?}"));
    }
    (looked, wrong)
}

fn messages(histories: &Histories) -> HashMap<(Id, i64), Id> {
    let all = histories.values().flat_map(|history| {
        history.items.iter().map(|item| ((history.room, item.position), item.message))
    });
    all.collect()
}

impl Place {
    /// Takes an event; returns what is wrong with it.
    fn take(&mut self, seq: i64) -> Option<String> {
        if self.removed_at.is_some_and(|removed_at| seq > removed_at) {
            return Some(format!("{seq} arrived after the removal at {:?}", self.removed_at));
        }
        let Some(cursor) = self.cursor else {
            return Some(format!("{seq} arrived between a resync and the snapshot"));
        };
        if seq <= cursor {
            return Some(format!("{seq} arrived again, after {cursor}"));
        }
        self.cursor = Some(seq);
        (seq > cursor + 1).then(|| format!("{seq} arrived after {cursor}: a gap"))
    }
}

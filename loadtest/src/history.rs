//! What the server says in the end that happened in a room, page by page from its public function.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::caller::{Caller, Person};
use crate::id::Id;
use crate::site::Site;

const PAGE: usize = 100;

/// A message of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) position: i64,
    pub(crate) message: Id,
    pub(crate) key: Option<Id>,
}

/// A room's history, oldest first, from after a position.
#[derive(Clone, Debug)]
pub(crate) struct History {
    pub(crate) room: Id,
    pub(crate) from: i64,
    pub(crate) head: i64,
    pub(crate) items: Vec<Item>,
}

/// The histories of rooms.
pub(crate) type Histories = HashMap<Id, History>;

/// Reads the histories of rooms, each from after the position at which the observation began.
pub(crate) async fn read(
    site: &Arc<Site>,
    person: &Person,
    rooms: &[(Id, i64)],
) -> Result<Histories> {
    let mut caller = Caller::of(site, person);
    let mut histories = Histories::new();
    for (room, from) in rooms {
        histories.insert(*room, read_room(&mut caller, *room, *from).await?);
    }
    Ok(histories)
}

async fn read_room(caller: &mut Caller, room: Id, from: i64) -> Result<History> {
    let mut history = History { room, from, head: from, items: Vec::new() };
    loop {
        let after = history.items.last().map_or(from, |item| item.position);
        let request =
            json!({ "channel": room.to_string(), "key": { "after": after }, "limit": PAGE });
        let page = caller.json("load_page", &request).await?.success()?;
        history.head = page["as_of"].as_i64().context("a page has no as_of")?;
        let items = page["items"].as_array().context("a page has no items")?;
        for item in items {
            history.items.push(read_item(item).context("a message lacks what it must have")?);
        }
        if page["has_after"] != Value::Bool(true) {
            return Ok(history);
        }
    }
}

fn read_item(item: &Value) -> Option<Item> {
    Some(Item {
        position: item["position"].as_i64()?,
        message: Id::of(&item["id"])?,
        key: Id::of(&item["client_message_id"]),
    })
}

//! Reactions: one emoji of one person under a message.

use serde::{Deserialize, Serialize};

use crate::id::UserId;

/// The reaction that has its own button and is called a like.
pub const LIKE: &str = "👍";

/// One emoji under a message: who reacted with it is told apart only for the viewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// The emoji, fully qualified.
    pub emoji: String,
    /// People who reacted with it, at least 1.
    pub count: u32,
    /// Whether the viewer did; absent where the receiver is not known, as in events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<bool>,
}

/// What an event says of one person's reaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReactionChange<'a> {
    /// Who.
    pub user_id: UserId,
    /// With which emoji.
    pub emoji: &'a str,
    /// Whether they react with it from now on.
    pub is_on: bool,
}

impl<'a> ReactionChange<'a> {
    /// Reads what [`crate::event::Event::detail`] wrote.
    pub fn parse(detail: &'a str, is_on: bool) -> Option<Self> {
        let (user, emoji) = detail.split_once(' ')?;
        Some(Self { user_id: UserId(user.parse().ok()?), emoji, is_on })
    }
}

/// Takes over from an older copy of the same message what the newer one does not say: which reactions
/// are the viewer's, as far as it is known.
pub(crate) fn keep_mine(newer: &mut [Reaction], older: &[Reaction]) {
    for reaction in newer.iter_mut().filter(|reaction| reaction.mine.is_none()) {
        let known = older.iter().find(|known| known.emoji == reaction.emoji);
        reaction.mine = known.and_then(|known| known.mine);
    }
}

/// Counts the viewer in or out. Says whether they were not already.
pub(crate) fn expect(reactions: &mut Vec<Reaction>, emoji: &str, is_on: bool) -> bool {
    let place = reactions.iter().position(|known| known.emoji == emoji);
    let is_mine = place.is_some_and(|place| reactions[place].mine == Some(true));
    if is_mine == is_on {
        return false;
    }
    match (place, is_on) {
        (Some(place), true) => reactions[place].count += 1,
        (Some(place), false) => {
            reactions[place].count -= 1;
            if reactions[place].count == 0 {
                reactions.remove(place);
            }
        }
        (None, _) => {
            let place = if emoji == LIKE { 0 } else { reactions.len() };
            reactions.insert(place, Reaction { emoji: emoji.to_owned(), count: 1, mine: None });
        }
    }
    set_mine(reactions, emoji, is_on);
    true
}

/// Of a copy that says all that is known, what it does not say is not so.
pub(crate) fn settle(reactions: &mut [Reaction]) {
    for reaction in reactions {
        reaction.mine.get_or_insert(false);
    }
}

/// Notes whether an emoji is the viewer's. Says whether that is news.
pub(crate) fn set_mine(reactions: &mut [Reaction], emoji: &str, is_on: bool) -> bool {
    let known = reactions.iter_mut().find(|known| known.emoji == emoji);
    known.is_some_and(|known| known.mine.replace(is_on) != Some(is_on))
}

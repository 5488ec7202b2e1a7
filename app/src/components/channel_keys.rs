//! Switching channels with the keyboard.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use protocol::id::ChannelId;

use crate::dom;
use crate::live::{Live, use_live};

/// Alt with an arrow goes to the channel above or below, with Shift to the next unread one.
pub fn switch_with_keys() {
    let live = use_live();
    let navigate = use_navigate();
    dom::on_key(move |event| {
        if !event.alt_key() || event.ctrl_key() || event.meta_key() || dom::has_overlay() {
            return;
        }
        let is_down = match event.key().as_str() {
            "ArrowDown" => true,
            "ArrowUp" => false,
            _ => return,
        };
        event.prevent_default();
        let wants_unread = event.shift_key();
        let next = untrack(|| next(live, is_down, |id| !wants_unread || is_unread(live, id)));
        if let Some(id) = next {
            navigate(&untrack(|| live.address(id)), NavigateOptions::default());
        }
    });
}

fn is_unread(live: Live, id: ChannelId) -> bool {
    live.entry(id).with(|entry| entry.as_ref().is_some_and(|entry| entry.unread.count > 0))
}

/// Returns the next channel in the list, in a circle, that is wanted.
fn next(live: Live, is_down: bool, is_wanted: impl Fn(ChannelId) -> bool) -> Option<ChannelId> {
    let channels = live.channels().get();
    let shown = live.shown().get();
    let len = channels.len();
    let here = channels.iter().position(|id| Some(*id) == shown);
    let start = match (here, is_down) {
        (Some(here), _) => here,
        (None, true) => len.checked_sub(1)?,
        (None, false) => 0,
    };
    let step = |n: usize| if is_down { (start + n) % len } else { (start + len - n) % len };
    (1..=len).map(|n| channels[step(n)]).find(|id| Some(*id) != shown && is_wanted(*id))
}

//! The box in which one writes: its keys and its draft.

use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;

use crate::dom;
use crate::live::ChannelLive;

/// Whether a key press sends: Enter alone, and not the one that ends a composition.
pub fn sends(event: &KeyboardEvent) -> bool {
    is_plain(event, "Enter")
}

/// Whether a key press asks for one's newest message: arrow up alone.
pub fn asks_for_last(event: &KeyboardEvent) -> bool {
    is_plain(event, "ArrowUp")
}

/// Whether a key was pressed alone, and no input method took it.
fn is_plain(event: &KeyboardEvent, key: &str) -> bool {
    /// What browsers report for a key that an input method took.
    const TAKEN_BY_INPUT_METHOD: u32 = 229;
    let has_modifier = event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key();
    event.key() == key
        && !has_modifier
        && !event.is_composing()
        && event.key_code() != TAKEN_BY_INPUT_METHOD
}

/// Whether the browser itself is sending what stands in the box; another page follows.
pub fn is_sent() -> bool {
    dom::find(".composer[data-sent]").is_some()
}

/// Keeps the box and the draft alike. What was typed before scripts were there follows what was kept,
/// unless the browser itself is sending it.
pub fn follow_draft(channel: ChannelLive, input: NodeRef<Textarea>) {
    let draft = channel.draft();
    Effect::new(move |before: Option<()>| {
        let Some(input) = input.get() else { return };
        let typed = input.value();
        let kept = draft.get();
        if is_sent() {
            return;
        }
        if before.is_none() && !typed.is_empty() && typed != kept {
            let both = if kept.is_empty() { typed.clone() } else { format!("{kept}\n{typed}") };
            channel.set_draft(both);
        }
        let draft = draft.get();
        if draft != typed {
            input.set_value(&draft);
        }
    });
}

//! Sees to what rows wish for their messages.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::id::MessageId;

use crate::api::messages::load_reactors;
use crate::components::marking::{Marking, Wish};
use crate::components::toasts::{Toasts, use_toasts};
use crate::dom;
use crate::fault_text::fault_text;
use crate::i18n::{Texts, use_i18n};
use crate::live::ChannelLive;
use crate::reactive::effect;

/// Names that are shown of those who reacted; the others are counted.
const NAMES_SHOWN: usize = 5;

/// Shows nothing.
#[component]
pub fn MarkingAgent(
    /// The channel.
    channel: ChannelLive,
    /// The wishes.
    marking: Marking,
) -> impl IntoView {
    let (t, toasts) = (use_i18n(), use_toasts());
    effect(move || {
        for wish in marking.take() {
            spawn_local(grant(channel, t, toasts, wish));
        }
    });
}

async fn grant(channel: ChannelLive, t: Texts, toasts: Toasts, wish: Wish) {
    let done = match wish {
        Wish::Toggle { id, emoji } => {
            let message = untrack(|| channel.message(id));
            let is_on = !message.is_some_and(|message| message.has_mine(&emoji));
            channel.react(id, emoji, is_on).await
        }
        Wish::Pin { id, is_on } => channel.pin(id, is_on).await,
        Wish::Names { id, emoji, count, element } => {
            return name_reactors(t, id, emoji, count, &element).await;
        }
    };
    if let Err(error) = done {
        toasts.warn(fault_text(t, &error.0));
    }
}

/// Writes on a reaction who reacted.
async fn name_reactors(t: Texts, id: MessageId, emoji: String, count: u32, element: &str) {
    let Ok(mut names) = load_reactors(id, emoji).await else { return };
    let rest = usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(NAMES_SHOWN);
    names.truncate(NAMES_SHOWN);
    let names = names.join(", ");
    let text = match u32::try_from(rest) {
        Ok(rest) if rest > 0 => t.reaction_names(rest, names),
        _ => names,
    };
    if let Some(chip) = dom::by_id(element) {
        dom::describe(&chip, &text);
    }
}

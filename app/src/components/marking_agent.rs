//! Sees to what rows wish for their messages, one wish after the other.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::fault::{Fault, FaultCode};
use protocol::id::MessageId;

use crate::api::messages::load_reactors;
use crate::components::marking::{Marking, Wish, reaction_id};
use crate::components::message_row::row_id;
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
    let is_busy = StoredValue::new(false);
    effect(move || {
        marking.track();
        if is_busy.get_value() {
            return;
        }
        is_busy.set_value(true);
        spawn_local(async move {
            while let Some(wish) = marking.next() {
                grant(channel, t, toasts, wish).await;
            }
            is_busy.try_set_value(false);
        });
    });
}

async fn grant(channel: ChannelLive, t: Texts, toasts: Toasts, wish: Wish) {
    let (id, done, full) = match wish {
        Wish::React { id, emoji, is_on } => {
            let done = channel.react(id, emoji.clone(), is_on).await;
            if done.is_err() {
                channel.expect_reaction(id, &emoji, !is_on);
            }
            spawn_local(name_reactors(channel, t, id, emoji));
            (id, done, t.reaction_full())
        }
        Wish::Pin { id, is_on } => (id, channel.pin(id, is_on).await, t.pin_full()),
        // No reaction waits for names.
        Wish::Names { id, emoji } => return spawn_local(name_reactors(channel, t, id, emoji)),
    };
    if let Err(error) = done {
        toasts.warn(refusal_text(t, &error.0, full));
    }
    // What had the keyboard may be gone with what it did.
    dom::after_paint(move || {
        if dom::is_focus_lost() {
            dom::focus(dom::by_id("panel-close").or_else(|| dom::by_id(&row_id(id))));
        }
    });
}

fn refusal_text(t: Texts, fault: &Fault, full: &str) -> String {
    match fault.code {
        FaultCode::Conflict if fault.current.is_some() => t.reaction_gone().to_owned(),
        FaultCode::Conflict => full.to_owned(),
        FaultCode::RateLimited => t.reaction_slow().to_owned(),
        _ => fault_text(t, fault),
    }
}

/// Writes on a reaction who reacted, if it is still there.
async fn name_reactors(channel: ChannelLive, t: Texts, id: MessageId, emoji: String) {
    let element = reaction_id(id, &emoji);
    if dom::by_id(&element).is_none() {
        return;
    }
    let Ok(mut names) = load_reactors(id, emoji.clone()).await else { return };
    let Some(chip) = dom::by_id(&element) else { return };
    let message = untrack(|| channel.message(id));
    let count = message.and_then(|message| Some(message.reaction(&emoji)?.count));
    let shown = names.len().min(NAMES_SHOWN);
    names.truncate(shown);
    let shown = u32::try_from(shown).unwrap_or(u32::MAX);
    let names = names.join(", ");
    let text = match count.map(|count| count.saturating_sub(shown)) {
        Some(rest) if rest > 0 => t.reaction_names(rest, names),
        _ => names,
    };
    dom::describe(&chip, &text);
}

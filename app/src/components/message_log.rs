//! The messages of a channel: a log that keeps its place.

use leptos::html::Div;
use leptos::prelude::*;
use protocol::id::MessageId;

use crate::components::log_bottom::LogBottom;
use crate::components::log_focus::{LogFocus, move_focus, provide_log_focus};
use crate::components::log_row::row_element_id;
use crate::components::log_section::LogSection;
use crate::components::log_top::LogTop;
use crate::components::message_row::row_id;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::reactive::effect;

/// Distance from the end within which the log counts as being at its end, in pixels.
const END_PX: i32 = 40;
/// Distance from either edge within which more messages are loaded, in pixels.
const LOAD_PX: i32 = 800;

/// A log that opens at its newest message or at the one that was asked for, stays at the end only
/// if it is there, and loads more before an edge is reached. Its scroller is reversed: 0 is the
/// end, upwards is negative, and what is added above moves nothing.
#[component]
pub fn MessageLog(
    /// The channel.
    channel: ChannelLive,
    /// The message that the page was opened for.
    message: Option<MessageId>,
    /// The scroller.
    log: NodeRef<Div>,
) -> impl IntoView {
    let t = use_i18n();
    let rows = channel.rows();
    let ids = Memo::new(move |_| {
        rows.with(|rows| rows.iter().filter_map(|(_, row)| row_element_id(row)).collect())
    });
    let sections = move || {
        let mut sections: Vec<_> = rows.with(|rows| rows.iter().map(|(id, _)| *id).collect());
        sections.dedup();
        sections
    };
    let focus = provide_log_focus(ids, message);
    let name = move || channel.entry().get().map(|entry| entry.channel.name).unwrap_or_default();
    let is_at_end = channel.is_at_end();
    let look = move || {
        // Asked for after a paint, when another page may stand.
        if let Some(log) = log.try_get_untracked().flatten() {
            look(channel, &log);
        }
    };
    follow_target(channel, log, focus);
    effect(move || {
        rows.track();
        dom::after_paint(look);
    });
    view! {
        <div
            class="log"
            role="log"
            node_ref=log
            aria-label=move || t.log_label(name())
            aria-live=move || if is_at_end.get() { "polite" } else { "off" }
            aria-relevant="additions"
            on:scroll=move |_| look()
            on:focusin=move |event| focus.take(event.target())
            on:keydown=move |event| {
                if let Some(log) = log.get_untracked() {
                    move_focus(&log, &event);
                }
            }
        >
            <div class="log-rows">
                <LogTop channel />
                <For each=sections key=|id| *id let(id)>
                    <LogSection id rows channel />
                </For>
                <LogBottom channel />
            </div>
        </div>
    }
}

/// Tells the channel where the log is, and loads what will soon be looked at.
fn look(channel: ChannelLive, log: &web_sys::HtmlElement) {
    let from_end = -log.scroll_top();
    let from_start = log.scroll_height() - log.client_height() - from_end;
    let has_after = untrack(|| channel.has_after());
    channel.set_at_end(from_end < END_PX && !has_after);
    if untrack(|| channel.load_fault().get()).is_some() {
        return;
    }
    if has_after && from_end < LOAD_PX {
        // At exactly 0 the log would follow what is added below.
        if from_end == 0 {
            log.set_scroll_top(-1);
        }
        channel.load_newer();
    } else if from_start < LOAD_PX {
        channel.load_older();
    }
}

/// Brings the message that was asked for into the middle, marks it and moves the keyboard there.
fn follow_target(channel: ChannelLive, log: NodeRef<Div>, focus: LogFocus) {
    let target = channel.target();
    effect(move || {
        let (Some(id), Some(_)) = (target.get(), log.get()) else { return };
        dom::after_paint(move || {
            if log.try_get_untracked().flatten().is_none() {
                return;
            }
            let Some(row) = dom::by_id(&row_id(id)) else { return };
            focus.mark(id);
            dom::focus(Some(row.clone()));
            dom::centre(&row);
            channel.reach_target();
        });
    });
}

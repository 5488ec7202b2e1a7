//! One row of the log, of whichever kind.

use leptos::prelude::*;

use crate::components::message_row::{MessageRow, row_id};
use crate::components::outgoing_row::{OutgoingRow, outgoing_id};
use crate::components::unread_rule::UnreadRule;
use crate::live::ChannelLive;
use crate::live::row::Row;
use crate::time_text::use_time;

/// Returns the id of a row's element, if the keyboard can be on it.
pub fn row_element_id(row: &Row) -> Option<String> {
    match row {
        Row::Message { id, .. } => Some(row_id(*id)),
        Row::Outgoing { outgoing, .. } => Some(outgoing_id(outgoing.key)),
        Row::Day { .. } | Row::Unread => None,
    }
}

/// A day's heading, the unread rule, or a message.
#[component]
pub fn LogRow(
    /// The row.
    row: Row,
    /// The channel it is in.
    channel: ChannelLive,
) -> impl IntoView {
    let time = use_time();
    match row {
        Row::Day { at, .. } => view! {
            <h2 class="day">
                <span>{move || time.day_heading(at)}</span>
            </h2>
        }
        .into_any(),
        Row::Unread => view! { <UnreadRule channel /> }.into_any(),
        Row::Message { id, is_grouped, message } => {
            view! { <MessageRow id is_grouped message channel /> }.into_any()
        }
        Row::Outgoing { is_grouped, outgoing } => {
            view! { <OutgoingRow is_grouped outgoing channel /> }.into_any()
        }
    }
}

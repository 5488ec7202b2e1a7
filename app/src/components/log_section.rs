//! Rows of the log that were loaded together.

use leptos::prelude::*;

use crate::components::log_row::LogRow;
use crate::live::ChannelLive;
use crate::live::channel::SectionId;
use crate::live::row::Row;

/// The rows of one section, without an element around them.
#[component]
pub fn LogSection(
    /// The section.
    id: SectionId,
    /// The rows of the whole log.
    rows: Memo<Vec<(SectionId, Row)>>,
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let own_rows = move || {
        rows.with(|rows| {
            rows.iter().filter(|(of, _)| *of == id).map(|(_, row)| row.clone()).collect::<Vec<_>>()
        })
    };
    view! {
        <For each=own_rows key=Row::key let(row)>
            <LogRow row channel />
        </For>
    }
}

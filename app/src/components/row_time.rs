//! When a message was written.

use leptos::prelude::*;
use protocol::time::Timestamp;

use crate::time_text::use_time;

/// The time of day, with the full date as its title; leads to the message's own address.
#[component]
pub fn RowTime(
    /// When.
    at: Timestamp,
    /// The message's address.
    permalink: Option<String>,
    /// `row-time` or `row-gutter`.
    class: &'static str,
) -> impl IntoView {
    let time = use_time();
    let title = move || time.full(at);
    let words = move || time.clock(at);
    match permalink {
        Some(href) => view! {
            <a class=class href=href title=move || title() tabindex="-1">
                <time datetime=time.machine(at)>{move || words()}</time>
            </a>
        }
        .into_any(),
        None => view! {
            <time class=class datetime=time.machine(at) title=move || title()>
                {move || words()}
            </time>
        }
        .into_any(),
    }
}

//! A list of channels that folds, without scripts too.

use leptos::prelude::*;
use protocol::id::ChannelId;

use crate::components::side_link::SideLink;

/// A list under a heading that folds it.
#[component]
pub fn SideSection(
    /// The heading.
    title: &'static str,
    /// The channels.
    channels: Memo<Vec<ChannelId>>,
    /// Whether the list begins unfolded.
    starts_open: bool,
    /// What stands beside the heading.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="side-section">
            <details open=starts_open>
                <summary class="side-head">
                    <h2 class="side-title">{title}</h2>
                </summary>
                <ul class="side-list">
                    <For each=move || channels.get() key=|channel| *channel let(channel)>
                        <li>
                            <SideLink channel />
                        </li>
                    </For>
                </ul>
            </details>
            {children()}
        </section>
    }
}

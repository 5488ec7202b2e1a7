//! A list of channels that folds.

use leptos::prelude::*;
use protocol::id::ChannelId;

use crate::components::side_link::SideLink;

/// A list under a heading that folds it.
#[component]
pub fn SideSection(
    /// Id of the list.
    id: &'static str,
    /// The heading.
    title: &'static str,
    /// The channels.
    channels: Memo<Vec<ChannelId>>,
    /// Whether the list begins unfolded.
    starts_open: bool,
    /// What stands beside the heading.
    children: Children,
) -> impl IntoView {
    let is_open = RwSignal::new(starts_open);
    view! {
        <section class="side-section">
            <div class="side-head">
                <h2 class="side-title">
                    <button
                        class="side-toggle"
                        type="button"
                        aria-expanded=move || is_open.get().to_string()
                        aria-controls=id
                        on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                    >
                        {title}
                    </button>
                </h2>
                {children()}
            </div>
            <ul class="side-list" id=id hidden=move || !is_open.get()>
                <For each=move || channels.get() key=|channel| *channel let(channel)>
                    <li>
                        <SideLink channel />
                    </li>
                </For>
            </ul>
        </section>
    }
}

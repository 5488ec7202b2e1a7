//! Where one writes.

use leptos::html::Div;
use leptos::prelude::*;
use protocol::permission::Action;

use crate::components::composer_blocked::ComposerBlocked;
use crate::components::composer_form::ComposerForm;
use crate::live::ChannelLive;
use crate::reactive::changing;

/// The form of a new message, or why there is none. A plain form until scripts are there.
#[component]
pub fn Composer(
    /// The channel it writes to.
    channel: ChannelLive,
    /// The log's scroller.
    log: NodeRef<Div>,
) -> impl IntoView {
    let refusal = Memo::new(move |_| channel.decide(Action::PostMessage).err());
    changing(move || match refusal.get() {
        Some(refusal) => view! { <ComposerBlocked channel refusal /> }.into_any(),
        None => view! { <ComposerForm channel log /> }.into_any(),
    })
}

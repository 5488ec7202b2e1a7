//! Where one writes.

use leptos::html::Div;
use leptos::prelude::*;
use protocol::permission::{Action, Refusal};

use crate::components::composer_blocked::ComposerBlocked;
use crate::components::composer_form::ComposerForm;
use crate::components::editor_focus::focus_composer;
use crate::live::ChannelLive;
use crate::reactive::{changing, effect};

/// The form of a new message, or why there is none. A plain form until scripts are there.
#[component]
pub fn Composer(
    /// The channel it writes to.
    channel: ChannelLive,
    /// The log's scroller.
    log: NodeRef<Div>,
) -> impl IntoView {
    let refusal = Memo::new(move |_| channel.decide(Action::PostMessage).err());
    keep_focus(refusal);
    changing(move || match refusal.get() {
        Some(refusal) => view! { <ComposerBlocked channel refusal /> }.into_any(),
        None => view! { <ComposerForm channel log /> }.into_any(),
    })
}

/// Whoever was writing when the box is taken away is told why, and is back in it when it returns.
fn keep_focus(refusal: Memo<Option<Refusal>>) {
    let before = StoredValue::new(None);
    effect(move || {
        let now = refusal.get();
        if before.get_value().is_some_and(|before| before != now) {
            focus_composer();
        }
        before.set_value(Some(now));
    });
}

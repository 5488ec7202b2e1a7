//! That a message is pinned, and by whom.

use leptos::prelude::*;
use protocol::message::Message;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;
use crate::reactive::changing;

/// A line above a pinned message.
#[component]
pub fn PinMark(
    /// The message as it is now.
    message: RwSignal<Message>,
) -> impl IntoView {
    let t = use_i18n();
    changing(move || {
        let is_pinned = message.with(|message| message.pinned);
        if is_pinned {
            let by = message.with(|message| message.pinned_by.clone());
            let by = by.unwrap_or_else(|| t.row_nobody().to_owned());
            view! {
                <p class="row-mark">
                    <Icon name="pin" />
                    <span dir="auto">{t.pin_mark(by)}</span>
                </p>
            }
            .into_any()
        } else {
            ().into_any()
        }
    })
}

//! That a message's words are not those it was posted with.

use leptos::prelude::*;
use protocol::message::Message;

use crate::i18n::use_i18n;
use crate::reactive::changing;
use crate::time_text::use_time;

/// The word "edited" behind the last line, with the full time as its title. A correction within the first
/// minute goes unmentioned.
#[component]
pub fn EditedMark(
    /// The message as it is now.
    message: RwSignal<Message>,
) -> impl IntoView {
    let t = use_i18n();
    let time = use_time();
    let edited_at = Memo::new(move |_| message.with(Message::told_edited_at));
    changing(move || match edited_at.get() {
        Some(at) => view! {
            <time class="row-edited" datetime=time.machine(at) title=time.full(at)>
                {t.row_edited()}
            </time>
        }
        .into_any(),
        None => ().into_any(),
    })
}

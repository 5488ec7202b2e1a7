//! A message of the viewer's own that the server has not acknowledged.

use leptos::prelude::*;
use protocol::id::ClientMessageId;
use protocol::user::Person;

use crate::components::log_focus::use_log_focus;
use crate::components::outgoing_status::OutgoingStatus;
use crate::components::row_head::{RowHead, RowLead};
use crate::i18n::use_i18n;
use crate::live::outgoing::{Outgoing, OutgoingState};
use crate::live::{ChannelLive, use_live};
use crate::time_text::use_time;

/// Returns the id of an unacknowledged message's element.
pub fn outgoing_id(key: ClientMessageId) -> String {
    format!("o-{key}")
}

/// The words as they were typed, and what becomes of them.
#[component]
pub fn OutgoingRow(
    /// The message.
    outgoing: Outgoing,
    /// Whether it continues the row above.
    is_grouped: bool,
    /// The channel it goes to.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let time = use_time();
    let live = use_live();
    let id = outgoing_id(outgoing.key);
    let is_current = use_log_focus().is_current(id.clone());
    let me = live.me().get_untracked();
    let course_role = live.course().with_untracked(|course| course.my_role);
    let name = me.display_name.clone();
    let author = Person {
        id: me.id,
        login: me.login,
        display_name: me.display_name,
        role: me.role,
        course_role,
        hue: me.hue,
        is_deactivated: false,
    };
    let at = outgoing.created_at;
    let state = RwSignal::from(outgoing.state.clone());
    let state_name = move || match state.get() {
        OutgoingState::Sending => "sending",
        OutgoingState::Waiting { .. } => "waiting",
        OutgoingState::Failed(_) => "failed",
    };
    let lead = RowLead { author: Some(author), at, permalink: None };
    view! {
        <article
            class=if is_grouped { "row is-grouped" } else { "row" }
            id=id
            data-state=state_name
            tabindex=move || if is_current.get() { "0" } else { "-1" }
            aria-label=move || t.row_label(&name, time.clock(at))
        >
            <RowHead lead is_grouped />
            <div class="row-body prose" dir="auto">
                <p>{lines(&outgoing.body)}</p>
            </div>
            <OutgoingStatus outgoing state channel />
        </article>
    }
}

/// Returns the words with their line breaks.
pub fn lines(body: &str) -> Vec<impl IntoView + use<>> {
    let line = |(index, line): (usize, &str)| {
        let line_break = (index > 0).then(|| view! { <br /> });
        view! { {line_break} {line.to_owned()} }
    };
    body.split('\n').enumerate().map(line).collect()
}

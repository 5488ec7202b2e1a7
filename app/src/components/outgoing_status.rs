//! What becomes of a message on its way.

use leptos::prelude::*;
use protocol::fault::{Fault, FaultCode};

use crate::components::editor_focus::{focus_composer, focus_if_lost};
use crate::components::icon::Icon;
use crate::components::outgoing_row::outgoing_id;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::outgoing::{Outgoing, OutgoingState};
use crate::live::{ChannelLive, use_live};
use crate::reactive::changing;

/// What becomes of a message on its way, and what its writer can do about it.
#[component]
pub fn OutgoingStatus(
    /// The message.
    outgoing: Outgoing,
    /// What becomes of it.
    state: RwSignal<OutgoingState>,
    /// The channel it goes to.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let key = outgoing.key;
    let is_connected = use_live().is_connected();
    // Those behind one that waits say nothing themselves: they ask the connection.
    let lacks_server = move |fault: Option<&Fault>| {
        let is_out_of_reach = fault.is_some_and(|fault| fault.code == FaultCode::Unavailable);
        is_out_of_reach || !is_connected.get()
    };
    let reason = move |fault: &Fault| match fault.code {
        FaultCode::Invalid => String::new(),
        FaultCode::NotFound => t.composer_lost().to_owned(),
        _ => fault_text(t, fault),
    };
    let retry = move || {
        channel.retry(key);
        focus_if_lost(outgoing_id(key));
    };
    let take_back = move || {
        channel.take_back(key);
        focus_composer();
    };
    changing(move || match state.get() {
        OutgoingState::Sending => view! {
            <p class="row-status">
                <Icon name="clock" />
                {t.row_sending()}
            </p>
        }
        .into_any(),
        OutgoingState::Waiting { fault, .. } => view! {
            <p class="row-status">
                <Icon name="clock" />
                {if lacks_server(fault.as_ref()) { t.row_waiting() } else { t.row_waiting_turn() }}
            </p>
        }
        .into_any(),
        OutgoingState::Failed(fault) => view! {
            <p class="row-status is-failed">
                <Icon name="circle-alert" />
                <strong>{t.row_failed()}</strong>
                " "
                <span class="row-reason">{reason(&fault)}</span>
                " "
                <button class="text-button" type="button" on:click=move |_| retry()>
                    {t.row_retry()}
                </button>
                " "
                <button class="text-button" type="button" on:click=move |_| take_back()>
                    {t.row_edit()}
                </button>
                " "
                <button class="text-button" type="button" on:click=move |_| channel.discard(key)>
                    {t.row_discard()}
                </button>
            </p>
        }
        .into_any(),
    })
}

//! What becomes of a message on its way.

use leptos::prelude::*;
use protocol::fault::{Fault, FaultCode};

use crate::components::icon::Icon;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::live::outgoing::{Outgoing, OutgoingState};
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
    let reason = move |fault: &Fault| match fault.code {
        FaultCode::Invalid => String::new(),
        _ => fault_text(t, fault),
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
                {if is_limit(fault.as_ref()) { t.row_waiting_turn() } else { t.row_waiting() }}
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
                <button class="text-button" type="button" on:click=move |_| channel.retry(key)>
                    {t.row_retry()}
                </button>
                " "
                <button class="text-button" type="button" on:click=move |_| channel.take_back(key)>
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

/// Whether a message waits because many were sent, and not for the server.
fn is_limit(fault: Option<&Fault>) -> bool {
    fault.is_some_and(|fault| matches!(fault.code, FaultCode::RateLimited | FaultCode::SlowMode))
}

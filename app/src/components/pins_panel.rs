//! The pinned messages of a channel, beside the stream.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::fault::Fault;
use protocol::message::Message;
use protocol::permission::Action;

use crate::api::error::ApiError;
use crate::api::messages::load_pins;
use crate::components::fault_notice::FaultNotice;
use crate::components::icon::Icon;
use crate::components::marking::{Wish, use_marking};
use crate::components::message_row::{author_name, channel_permalink};
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};
use crate::opening::use_first_page;
use crate::reactive::{When, effect};
use crate::time_text::use_time;

/// The list, the latest pin first. It begins anew whenever a pin of the channel changes.
#[component]
pub fn PinsPanel(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let pins = RwSignal::new(Vec::<Message>::new());
    let (fault, is_loaded) = (RwSignal::new(None::<Fault>), RwSignal::new(false));
    let loads = StoredValue::new(0_u32);
    let connection = use_live().connection();
    let take = move |loaded: Result<Vec<Message>, ApiError>| match loaded {
        Ok(loaded) => {
            pins.set(loaded);
            fault.set(None);
            is_loaded.set(true);
        }
        Err(error) => fault.set(Some(error.0)),
    };
    let first = use_first_page().pins();
    let mut is_first = first.is_some();
    if let Some(first) = first {
        take(first);
    }
    effect(move || {
        // Once more with each change of the connection: what could not be loaded may be now.
        connection.track();
        channel.pin_changes().track();
        if std::mem::take(&mut is_first) {
            return;
        }
        let load = loads.get_value().wrapping_add(1);
        loads.set_value(load);
        spawn_local(async move {
            let loaded = load_pins(channel.id()).await;
            if loads.try_get_value() == Some(load) {
                take(loaded);
            }
        });
    });
    let fault = Signal::derive(move || fault.get().map(|fault| fault_text(t, &fault)));
    let is_empty = Signal::derive(move || is_loaded.get() && pins.with(Vec::is_empty));
    view! {
        <FaultNotice text=fault />
        <When holds=is_empty>
            <div class="empty">
                <Icon name="pin" class="is-28 empty-icon" />
                <p class="empty-title">{t.pin_none()}</p>
                <p class="empty-text">{t.pin_none_text()}</p>
            </div>
        </When>
        <ul class="pins" aria-label=t.pin_title()>
            <For each=move || pins.get() key=|pin| (pin.id, pin.changed_seq) let(pin)>
                <Pin pin channel />
            </For>
        </ul>
    }
}

/// One pinned message.
#[component]
fn Pin(
    /// The message.
    pin: Message,
    /// The channel it is in.
    channel: ChannelLive,
) -> impl IntoView {
    let (t, time, marking) = (use_i18n(), use_time(), use_marking());
    let (id, at) = (pin.id, pin.created_at);
    let author = author_name(&pin, t.row_nobody());
    let by = pin.pinned_by.unwrap_or_else(|| t.row_nobody().to_owned());
    let by_author = author.clone();
    let can_pin = Signal::derive(move || channel.decide(Action::Pin).is_ok());
    view! {
        <li class="pin">
            <div class="row-head">
                <span class="row-author">{author}</span>
                <a class="row-time" href=channel_permalink(channel, id) title=t.pin_go()>
                    <time datetime=time.machine(at)>{move || time.short(at)}</time>
                </a>
            </div>
            <div class="prose" dir="auto" inner_html=pin.html></div>
            <div class="pin-foot">
                <span class="row-mark">
                    <Icon name="pin" />
                    <span dir="auto">{t.pin_mark(by)}</span>
                </span>
                <When holds=can_pin>
                    <button
                        class="text-button"
                        type="button"
                        data-late
                        aria-label=t.pin_off_of(by_author.clone())
                        on:click=move |_| marking.wish(Wish::Pin { id, is_on: false })
                    >
                        {t.pin_off()}
                    </button>
                </When>
            </div>
        </li>
    }
}

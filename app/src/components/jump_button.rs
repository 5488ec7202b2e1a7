//! The way back to the newest message.

use leptos::html::Div;
use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::overlay::WAY;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};
use crate::reactive::{When, effect};

/// Shown while the log's end is out of sight; says how many messages came meanwhile.
#[component]
pub fn JumpButton(
    /// The channel.
    channel: ChannelLive,
    /// The log's scroller.
    log: NodeRef<Div>,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let is_at_end = channel.is_at_end();
    let new_below = channel.new_below();
    // The log is looked at for the first time after it has been painted.
    let is_looked_at = RwSignal::new(false);
    effect(move || {
        dom::after_paint(move || {
            is_looked_at.try_set(true);
        });
    });
    let is_shown = move || channel.has_after() || (is_looked_at.get() && !is_at_end.get());
    let words = move || match new_below.get() {
        0 => t.log_jump().to_owned(),
        n => t.log_jump_new(n),
    };
    view! {
        <div class="float">
            <When holds=Signal::derive(is_shown)>
                <button
                    class="jump"
                    form=WAY
                    formaction=move || live.address(channel.id())
                    on:click=move |event| {
                        event.prevent_default();
                        to_end(channel, log);
                    }
                >
                    <Icon name="arrow-down" />
                    {move || words()}
                </button>
            </When>
        </div>
    }
}

/// Goes to the newest message and leaves the keyboard where one writes.
pub fn to_end(channel: ChannelLive, log: NodeRef<Div>) {
    channel.jump_to_latest();
    if let Some(log) = log.get_untracked() {
        log.set_scroll_top(0);
    }
    dom::focus(dom::by_id("composer-input"));
}

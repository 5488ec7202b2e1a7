//! Who reads a channel, beside the stream.

use leptos::prelude::*;

use crate::components::fault_notice::FaultNotice;
use crate::components::icon::Icon;
use crate::components::panel_state::PanelState;
use crate::components::people_source::use_people;
use crate::components::rosters::Rosters;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;

/// The members of a channel, staff first.
#[component]
pub fn MembersPanel(
    /// The channel.
    channel: ChannelLive,
    /// What closes the panel.
    panel: PanelState,
) -> impl IntoView {
    let t = use_i18n();
    let people = use_people();
    let fault = Signal::derive(move || {
        people.fault().filter(|_| !people.is_loaded()).map(|fault| fault_text(t, &fault))
    });
    let name = move || channel.entry().get().map(|entry| entry.channel.name).unwrap_or_default();
    view! {
        <aside class="panel" aria-label=t.members_title()>
            <header class="panel-head">
                <div class="panel-titles">
                    <h2 class="panel-title">{t.members_title()}</h2>
                    <p class="panel-note">{t.members_in()} " " <span dir="auto">"#" {move || name()}</span></p>
                </div>
                <form
                    class="inline-form"
                    method="get"
                    on:submit=move |event| {
                        event.prevent_default();
                        panel.close();
                    }
                >
                    <button
                        class="icon-button"
                        id="panel-close"
                        aria-label=t.members_close()
                        title=t.dialog_close()
                    >
                        <Icon name="x" class="is-18" />
                    </button>
                </form>
            </header>
            <div class="panel-scroll" tabindex="0" role="group" aria-label=t.members_list()>
                <FaultNotice text=fault />
                <Rosters people />
            </div>
        </aside>
    }
}

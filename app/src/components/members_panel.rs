//! Who reads a channel, beside the stream.

use leptos::prelude::*;

use crate::components::fault_notice::FaultNotice;
use crate::components::group_members::GroupMembers;
use crate::components::icon::Icon;
use crate::components::members_button::MEMBERS_BUTTON;
use crate::components::panel_state::PanelState;
use crate::components::people_source::use_people;
use crate::components::rosters::Rosters;
use crate::dom;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::reactive::{changing, effect};

/// The members of a channel, staff first.
#[component]
pub fn MembersPanel(
    /// The channel.
    channel: ChannelLive,
    /// What closes the panel.
    panel: PanelState,
) -> impl IntoView {
    let t = use_i18n();
    // Its code may come after the click that opened it.
    effect(|| {
        dom::after_paint(|| {
            if dom::find(&format!("#{MEMBERS_BUTTON}:focus")).is_some() {
                dom::focus(dom::by_id("panel-close"));
            }
        });
    });
    let is_group = Memo::new(move |_| channel.is_group());
    let members = changing(move || {
        if is_group.get() {
            view! { <GroupMembers channel /> }.into_any()
        } else {
            view! { <Everyone /> }.into_any()
        }
    });
    view! {
        <aside class="panel" aria-label=t.members_title()>
            <header class="panel-head">
                <div class="panel-titles">
                    <h2 class="panel-title">{t.members_title()}</h2>
                    <p class="panel-note">{t.members_in()} " " <span dir="auto">"#" {move || channel.name()}</span></p>
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
                {members}
            </div>
        </aside>
    }
}

/// The people of the course: all of them read its public channels.
#[component]
fn Everyone() -> impl IntoView {
    let t = use_i18n();
    let people = use_people();
    let fault = Signal::derive(move || {
        people.fault().filter(|_| !people.is_loaded()).map(|fault| fault_text(t, &fault))
    });
    view! {
        <FaultNotice text=fault />
        <Rosters people />
    }
}

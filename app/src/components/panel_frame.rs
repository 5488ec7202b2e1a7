//! The panel beside the stream: its head, and in it what was asked for.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::members_panel::MembersPanel;
use crate::components::panel_state::{Panel, PanelState};
use crate::components::pins_panel::PinsPanel;
use crate::dom;
use crate::i18n::{Texts, use_i18n};
use crate::live::ChannelLive;
use crate::opening::use_first_page;
use crate::reactive::{changing, effect};

/// What each panel says of itself: its name, its list's, and what closes it.
fn texts(t: Texts, panel: Panel) -> [&'static str; 3] {
    match panel {
        Panel::Members => [t.members_title(), t.members_list(), t.members_close()],
        Panel::Pins => [t.pin_title(), t.pin_title(), t.pin_close()],
    }
}

/// Whatever panel is open.
#[component]
pub fn PanelFrame(
    /// The channel.
    channel: ChannelLive,
    /// Which panel is open.
    state: PanelState,
) -> impl IntoView {
    // Its code may come after the click that opened it. A page that begins with its panel begins where
    // every page does.
    let mut is_first = use_first_page().is_shown();
    effect(move || {
        let shown = state.shown();
        if std::mem::take(&mut is_first) {
            return;
        }
        if let Some(panel) = shown {
            dom::after_paint(move || {
                let opener = format!("#{}:focus", panel.button_id());
                if dom::is_focus_lost() || dom::find(&opener).is_some() {
                    dom::focus(dom::by_id("panel-close"));
                }
            });
        }
    });
    changing(move || match state.shown() {
        Some(panel) => view! { <Shown panel channel state /> }.into_any(),
        None => ().into_any(),
    })
}

/// One panel.
#[component]
fn Shown(
    /// Which.
    panel: Panel,
    /// The channel.
    channel: ChannelLive,
    /// What closes it.
    state: PanelState,
) -> impl IntoView {
    let t = use_i18n();
    let [title, list, close] = texts(t, panel);
    let contents = match panel {
        Panel::Members => view! { <MembersPanel channel /> }.into_any(),
        Panel::Pins => view! { <PinsPanel channel /> }.into_any(),
    };
    view! {
        <aside class="panel" aria-label=title>
            <header class="panel-head">
                <div class="panel-titles">
                    <h2 class="panel-title">{title}</h2>
                    <p class="panel-note">
                        {t.members_in()} " " <span dir="auto">"#" {move || channel.name()}</span>
                    </p>
                </div>
                <form
                    class="inline-form"
                    method="get"
                    on:submit=move |event| {
                        event.prevent_default();
                        state.close();
                    }
                >
                    <button
                        class="icon-button"
                        id="panel-close"
                        aria-label=close
                        title=t.dialog_close()
                    >
                        <Icon name="x" class="is-18" />
                    </button>
                </form>
            </header>
            <div class="panel-scroll" tabindex="0" role="group" aria-label=list>
                {contents}
            </div>
        </aside>
    }
}

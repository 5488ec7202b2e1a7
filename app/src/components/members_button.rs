//! The button that opens the members.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::panel_state::{Panel, use_panel};
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};

/// Opens and closes the panel of members; without scripts by the address.
#[component]
pub fn MembersButton(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let panel = use_panel();
    let total = use_live().people_total();
    // How many are in a group is in its panel alone.
    let count = move || (!channel.is_group()).then(|| total.get());
    let label = move || match count() {
        Some(count) => t.members_button(count),
        None => t.members_title().to_owned(),
    };
    let is_open = move || panel.shown() == Some(Panel::Members);
    view! {
        <form
            class="inline-form"
            method="get"
            on:submit=move |event| {
                event.prevent_default();
                panel.toggle(Panel::Members);
            }
        >
            {move || {
                (!is_open()).then(|| view! { <input type="hidden" name="panel" value="members" /> })
            }}
            <button
                class="tool"
                id=MEMBERS_BUTTON
                aria-label=move || label()
                aria-expanded=move || is_open().to_string()
                title=t.members_title()
            >
                <Icon name="users" class="is-18" />
                <span>{move || count()}</span>
            </button>
        </form>
    }
}

/// Id of the button that opens the members, to which focus returns.
pub const MEMBERS_BUTTON: &str = "members-button";

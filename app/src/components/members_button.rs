//! The button that opens the members.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::panel_button::PanelButton;
use crate::components::panel_state::Panel;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};

/// Opens and closes the panel of members.
#[component]
pub fn MembersButton(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let total = use_live().people_total();
    // How many are in a group is in its panel alone.
    let count = move || (!channel.is_group()).then(|| total.get());
    let label = Signal::derive(move || match count() {
        Some(count) => t.members_button(count),
        None => t.members_title().to_owned(),
    });
    view! {
        <PanelButton panel=Panel::Members label title=t.members_title()>
            <Icon name="users" class="is-18" />
            <span>{move || count()}</span>
        </PanelButton>
    }
}

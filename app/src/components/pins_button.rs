//! The button that opens the pinned messages.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::panel_button::PanelButton;
use crate::components::panel_state::Panel;
use crate::i18n::use_i18n;

/// Opens and closes the panel of pinned messages.
#[component]
pub fn PinsButton() -> impl IntoView {
    let t = use_i18n();
    let label = t.pin_title().to_owned();
    view! {
        <PanelButton panel=Panel::Pins label title=t.pin_title()>
            <Icon name="pin" class="is-18" />
        </PanelButton>
    }
}

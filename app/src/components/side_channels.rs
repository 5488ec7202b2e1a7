//! The sidebar's lists of channels.

use leptos::prelude::*;

use crate::address::NEW_CHANNEL;
use crate::components::icon::Icon;
use crate::components::overlay::WAY;
use crate::components::side_section::SideSection;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::reactive::When;

/// Channels in use with the button for a new one, and archived channels below.
#[component]
pub fn SideChannels(
    /// Opens the dialog for a new channel.
    new_channel: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let (in_use, archived) = (live.channels(), live.archived_channels());
    let can_create = move || live.can_create();
    let new_button = move || {
        can_create().then(|| {
            view! {
                <button
                    class="icon-button is-small side-new"
                    form=WAY
                    name=NEW_CHANNEL
                    aria-label=t.channel_new()
                    aria-haspopup="dialog"
                    title=t.channel_new()
                    on:click=move |event| {
                        event.prevent_default();
                        new_channel.set(true);
                    }
                >
                    <Icon name="plus" />
                </button>
            }
        })
    };
    view! {
        <SideSection title=t.nav_channels() channels=in_use starts_open=true>
            {move || new_button()}
        </SideSection>
        <When holds=Signal::derive(move || archived.with(|archived| !archived.is_empty()))>
            <SideSection title=t.nav_archived() channels=archived starts_open=false>
                ""
            </SideSection>
        </When>
    }
}

//! What else can be done with a channel.

use leptos::ev::MouseEvent;
use leptos::html::Div;
use leptos::prelude::*;
use protocol::permission::Action;

use crate::address::CHANNEL_SETTINGS;
use crate::components::icon::Icon;
use crate::components::menu_keys::{move_in_menu, toggle_menu};
use crate::components::overlay::WAY;
use crate::components::share::use_share;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};
use crate::reactive::When;

/// The "More" button and its menu. The browser opens and closes it.
#[component]
pub fn ChannelMenu(
    /// The channel.
    channel: ChannelLive,
    /// Opens the channel's settings.
    settings: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let (live, share) = (use_live(), use_share());
    let menu = NodeRef::<Div>::new();
    let is_open = RwSignal::new(false);
    let id = channel.id();
    let can_manage = move || channel.decide(Action::ArchiveChannel).is_ok();
    let is_archived =
        move || channel.entry().get().is_some_and(|entry| entry.channel.archived_at.is_some());
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            // Refused only if it is closed already.
            let _ = menu.hide_popover();
        }
    };
    let copy = move |_| {
        close();
        share.copy(untrack(|| live.address(id)));
    };
    let open_settings = move |event: MouseEvent| {
        event.prevent_default();
        close();
        settings.set(true);
    };
    let toggled = move |_| {
        let open = menu.get_untracked().is_some_and(|menu| dom::matches(&menu, ":popover-open"));
        is_open.set(open);
    };
    view! {
        <button
            class=move || if can_manage() { "icon-button" } else { "icon-button scripts-only" }
            type="button"
            aria-label=t.menu_more()
            aria-haspopup="menu"
            aria-expanded=move || is_open.get().to_string()
            popovertarget="channel-menu"
            on:click=move |event| toggle_menu(menu, &event)
            title=t.menu_more()
        >
            <Icon name="ellipsis-vertical" class="is-18" />
        </button>
        <div
            class="menu is-channel"
            id="channel-menu"
            popover="auto"
            role="menu"
            aria-label=t.menu_more()
            node_ref=menu
            on:toggle=toggled
            on:keydown=move |event| {
                // The button has the focus again, from which Tab then goes on.
                if event.key() == "Tab" {
                    close();
                }
                if let Some(menu) = menu.get_untracked() {
                    move_in_menu(&menu, &event);
                }
            }
        >
            <button
                class="menu-item"
                role="menuitem"
                type="button"
                data-late
                on:click=copy
            >
                <Icon name="link" />
                {t.menu_copy_link()}
            </button>
            <When holds=Signal::derive(can_manage)>
                <hr class="menu-line" role="separator" />
                <When holds=Signal::derive(move || !is_archived())>
                    <button
                        class="menu-item"
                        role="menuitem"
                        form=WAY
                        name=CHANNEL_SETTINGS
                        on:click=open_settings
                    >
                        <Icon name="pencil" />
                        {t.menu_change()}
                    </button>
                </When>
                <button
                    class="menu-item"
                    role="menuitem"
                    form=WAY
                    name=CHANNEL_SETTINGS
                    on:click=open_settings
                >
                    <Icon name="archive" />
                    {move || if is_archived() { t.menu_restore() } else { t.menu_archive() }}
                </button>
            </When>
        </div>
    }
}

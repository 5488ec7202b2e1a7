//! What stands where a channel was that the viewer may no longer see.

use leptos::prelude::*;
use protocol::channel::Channel;

use crate::components::empty::EmptyPage;
use crate::components::nav_toggle::NavToggle;
use crate::components::page_title::PageTitle;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::reactive::effect;

/// Says so, and leads on. Should access come back, so does the channel.
#[component]
pub fn LostChannel(
    /// What the channel was.
    channel: Channel,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let (id, name) = (channel.id, channel.name);
    effect(move || {
        if live.has_channel(id) {
            dom::reload();
        }
    });
    effect(move || {
        dom::after_paint(|| {
            if dom::is_focus_lost() {
                dom::focus(dom::by_id("main"));
            }
        });
    });
    view! {
        <PageTitle text=t.lost_title() />
        <main class="page" id="main" tabindex="-1">
            <header class="page-head">
                <NavToggle />
            </header>
            <div role="status">
                <EmptyPage icon="door-closed" title=t.banner_lost(name) text=t.lost_text()>
                    <a class="button" href=move || live.elsewhere(id)>
                        {t.lost_back()}
                    </a>
                </EmptyPage>
            </div>
        </main>
    }
}

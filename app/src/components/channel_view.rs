//! A channel: header, banner, log, composer, and the panel beside them.

use leptos::html::Div;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use protocol::id::MessageId;
use protocol::message::Message;
use protocol::permission::Action;

use crate::address::{CHANNEL_SETTINGS, EDIT};
use crate::api::document::filled_in;
use crate::api::refusal::use_refusal;
use crate::components::banner::Banner;
use crate::components::composer::Composer;
use crate::components::confirmation::provide_confirmation;
use crate::components::deletion::provide_deletion;
use crate::components::jump_button::JumpButton;
use crate::components::lost_channel::LostChannel;
use crate::components::marking::provide_marking;
use crate::components::message_editor::EDITOR_INPUT;
use crate::components::message_log::MessageLog;
use crate::components::overlay::{asks_for, leave_address};
use crate::components::page_title::PageTitle;
use crate::components::panel_state::{Panel, PanelState, use_panel};
use crate::components::stream_head::StreamHead;
use crate::components::toasts::ToastRegion;
use crate::components::versions::provide_versions;
use crate::dom;
use crate::live::{ChannelLive, use_live};
use crate::parts::{self, Overlay, overlay};
use crate::reactive::{When, changing, once};

/// Everything of one channel.
#[component]
pub fn ChannelView(
    /// The channel.
    channel: ChannelLive,
    /// The message that the page was opened for.
    message: Option<MessageId>,
) -> impl IntoView {
    let live = use_live();
    let id = channel.id();
    let lost = Memo::new(move |_| live.lost().get().filter(|lost| lost.id == id));
    follow_name(channel);
    changing(move || match lost.get() {
        Some(channel) => view! { <LostChannel channel /> }.into_any(),
        None => view! { <Stream channel message /> }.into_any(),
    })
}

/// A channel that the viewer sees.
#[component]
fn Stream(
    /// The channel.
    channel: ChannelLive,
    /// The message that the page was opened for.
    message: Option<MessageId>,
) -> impl IntoView {
    let log = NodeRef::<Div>::new();
    let can_manage = untrack(|| channel.decide(Action::ArchiveChannel).is_ok());
    let settings = RwSignal::new(can_manage && asks_for(CHANNEL_SETTINGS));
    leave_address(CHANNEL_SETTINGS, settings.into());
    edit_as_asked(channel, message);
    let deletion = provide_deletion(channel, message);
    let confirmation = provide_confirmation();
    let marking = provide_marking(channel);
    let versions = provide_versions();
    let panel = use_panel();
    let name = move || channel.entry().get().map(|entry| entry.channel.name).unwrap_or_default();
    close_panel_with_esc(panel);
    give_focus_back(settings);
    view! {
        <PageTitle text=Signal::derive(move || format!("#{}", name())) />
        <main class="stream" id="main" tabindex="-1">
            {view! { <StreamHead channel settings /> }.into_any()}
            {view! { <Banner channel /> }.into_any()}
            {view! { <MessageLog channel message log /> }.into_any()}
            {view! { <JumpButton channel log /> }.into_any()}
            {view! { <ToastRegion /> }.into_any()}
            {view! { <Composer channel log /> }.into_any()}
            <When holds=once(deletion.is_open())>{overlay(Overlay::Deletion(channel, deletion))}</When>
            <When holds=Signal::derive(move || settings.get())>
                {overlay(Overlay::ChannelSettings(channel, settings))}
            </When>
            <When holds=once(marking.is_needed())>{overlay(Overlay::Marking(channel, marking))}</When>
            <When holds=once(versions.is_open())>{overlay(Overlay::Versions(channel, versions))}</When>
            <When holds=once(marking.is_open())>{parts::picker(channel, marking)}</When>
            <When holds=once(confirmation.is_open())>
                {overlay(Overlay::Confirmation(confirmation))}
            </When>
        </main>
        <When holds=Signal::derive(move || panel.shown().is_some())>
            {parts::panel(channel, panel)}
        </When>
    }
    .into_any()
}

/// Begins the edit that the address asks for, about its message.
fn edit_as_asked(channel: ChannelLive, message: Option<MessageId>) {
    let asked = message.filter(|_| asks_for(EDIT)).and_then(|id| channel.message(id));
    let can_edit = |message: &Message| channel.decide_own(Action::EditOwnMessage, message).is_ok();
    let Some(message) = asked.filter(|message| untrack(|| can_edit(message))) else { return };
    let refusal = use_refusal("edit_message");
    let refused = refusal.as_ref().map(|refusal| refusal.typed("body"));
    let typed = filled_in(EDITOR_INPUT).or(refused);
    channel.edit_as_asked(message.id, typed, refusal.map(|refusal| refusal.error.0));
    let edited = channel.editing().message();
    leave_address(EDIT, Signal::derive(move || edited.get().is_some()));
}

/// Esc closes the panel and gives the focus back to the button that opened it. A panel that opens
/// takes the focus.
fn close_panel_with_esc(panel: PanelState) {
    dom::on_key(move |event| {
        if event.key() == "Escape"
            && !event.default_prevented()
            && !dom::has_overlay()
            && untrack(|| panel.shown()).is_some()
        {
            panel.close();
        }
    });
    Effect::new(move |before: Option<Option<Panel>>| {
        let now = panel.shown();
        match (before, now) {
            (Some(before), Some(now)) if before != Some(now) => {
                dom::after_paint(|| dom::focus(dom::by_id("panel-close")));
            }
            (Some(Some(before)), None) => {
                dom::after_paint(move || dom::focus(dom::by_id(before.button_id())));
            }
            _ => {}
        }
        now
    });
}

/// The settings are taken off the page as they close; the button that led to them gets the focus.
fn give_focus_back(settings: RwSignal<bool>) {
    Effect::new(move |was_open: Option<bool>| {
        let is_open = settings.get();
        if was_open == Some(true) && !is_open {
            dom::after_paint(|| dom::focus(dom::find("[popovertarget=channel-menu]")));
        }
        is_open
    });
}

/// The address follows the channel's name.
fn follow_name(channel: ChannelLive) {
    let live = use_live();
    let navigate = use_navigate();
    let id = channel.id();
    let name = Memo::new(move |_| {
        live.entry(id).with(|entry| entry.as_ref().map(|entry| entry.channel.name.clone()))
    });
    Effect::new(move |before: Option<Option<String>>| {
        let now = name.get();
        if let (Some(Some(before)), Some(now)) = (&before, &now)
            && before != now
        {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&untrack(|| live.address(id)), options);
        }
        now
    });
}

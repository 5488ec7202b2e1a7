//! The parts of the browser half that come when they are needed: their code is no part of what a
//! channel's page loads. The server has all of them, and marks in the page which ones the browser
//! needs before it takes the page over.
#![expect(clippy::unnecessary_wraps, reason = "loading a part may fail, its view cannot")]

use std::pin::Pin;

use futures_util::FutureExt;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use protocol::message::Message;

use crate::components::channel_settings_dialog::ChannelSettingsDialog;
use crate::components::confirmation::Confirmation;
use crate::components::course_dialogs::CourseDialogsRegion;
use crate::components::delete_dialog::DeleteDialog;
use crate::components::deletion::Deletion;
use crate::components::emoji_picker::EmojiPicker;
use crate::components::group_outside::GroupOutside;
use crate::components::marking::Marking;
use crate::components::marking_agent::MarkingAgent;
use crate::components::message_editor::MessageEditor;
use crate::components::new_channel_dialog::NewChannelDialog;
use crate::components::panel_frame::PanelFrame;
use crate::components::panel_state::PanelState;
use crate::components::question_dialog::QuestionDialog;
use crate::components::toasts::use_toasts;
use crate::components::versions::Versions;
use crate::components::versions_dialog::VersionsDialog;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::pages::people::PeoplePage;
use crate::pages::settings::SettingsPage;
use crate::reactive::changing;

/// Pause before a part that did not come is asked for again.
const RETRY_MS: u32 = 2_000;

/// A page that shows no messages.
#[derive(Clone, Copy)]
pub enum Page {
    /// `/settings`.
    Settings,
    /// `/c/{course}/people`.
    People,
    /// A group that course staff have not joined.
    GroupOutside,
}

/// What lies over a channel, or beside it.
#[derive(Clone, Copy)]
pub enum Overlay {
    /// The dialog for a new channel, and whether it is open.
    NewChannel(RwSignal<bool>),
    /// The dialog for a channel's settings, and whether it is open.
    ChannelSettings(ChannelLive, RwSignal<bool>),
    /// The question before a message is deleted.
    Deletion(ChannelLive, Deletion),
    /// The question before something that takes away.
    Confirmation(Confirmation),
    /// The editor in the row of a message.
    Editor(ChannelLive, RwSignal<Message>),
    /// What sees to reactions and pins.
    Marking(ChannelLive, Marking),
    /// What a message said before.
    Versions(ChannelLive, Versions),
    /// The dialogs about courses.
    Courses,
}

/// Shows a page.
pub fn page(page: Page) -> AnyView {
    shown(Part::Pages, Box::new(move || Box::pin(pages_part(page))))
}

/// Shows what lies over a channel or beside it.
pub fn overlay(overlay: Overlay) -> AnyView {
    shown(Part::Overlays, Box::new(move || Box::pin(overlays_part(overlay))))
}

/// Shows the dialog in which an emoji is chosen.
pub fn picker(channel: ChannelLive, marking: Marking) -> AnyView {
    shown(Part::Picker, Box::new(move || Box::pin(picker_part(channel, marking))))
}

/// Shows the panel of a channel that is open.
pub fn panel(channel: ChannelLive, panel: PanelState) -> AnyView {
    shown(Part::Panels, Box::new(move || Box::pin(panels_part(channel, panel))))
}

/// Loads the parts that the server marked in the page; what the page shows can then be taken over at once.
pub async fn fetch_marked() {
    for part in [Part::Pages, Part::Overlays, Part::Panels] {
        if dom::find(&format!("[data-part={}]", part.name())).is_some() {
            part.fetch(|| {}).await;
        }
    }
}

// One function for each part: each function that is split off is loaded by itself.

#[wasm_split(pages, wasm_split_path = leptos::wasm_split, preload(load_pages), fallible)]
fn pages_part(page: Page) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Page::Settings => view! { <SettingsPage /> }.into_any(),
        Page::People => view! { <PeoplePage /> }.into_any(),
        Page::GroupOutside => view! { <GroupOutside /> }.into_any(),
    })
}

#[wasm_split(overlays, wasm_split_path = leptos::wasm_split, preload(load_overlays), fallible)]
fn overlays_part(overlay: Overlay) -> Result<AnyView, SplitLoaderError> {
    Ok(match overlay {
        Overlay::NewChannel(is_open) => view! { <NewChannelDialog is_open /> }.into_any(),
        Overlay::ChannelSettings(channel, is_open) => {
            view! { <ChannelSettingsDialog channel is_open /> }.into_any()
        }
        Overlay::Deletion(channel, deletion) => {
            view! { <DeleteDialog deletion channel /> }.into_any()
        }
        Overlay::Marking(channel, marking) => view! { <MarkingAgent channel marking /> }.into_any(),
        Overlay::Versions(channel, versions) => {
            view! { <VersionsDialog channel versions /> }.into_any()
        }
        Overlay::Courses => view! { <CourseDialogsRegion /> }.into_any(),
        Overlay::Confirmation(confirmation) => view! { <QuestionDialog confirmation /> }.into_any(),
        Overlay::Editor(channel, message) => view! { <MessageEditor message channel /> }.into_any(),
    })
}

#[wasm_split(panels, wasm_split_path = leptos::wasm_split, preload(load_panels), fallible)]
fn panels_part(channel: ChannelLive, panel: PanelState) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <PanelFrame channel state=panel /> }.into_any())
}

#[wasm_split(picker, wasm_split_path = leptos::wasm_split, preload(load_picker), fallible)]
fn picker_part(channel: ChannelLive, marking: Marking) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <EmojiPicker channel marking /> }.into_any())
}

/// What is loaded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Pages,
    Overlays,
    Panels,
    Picker,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Overlays => "overlays",
            Self::Panels => "panels",
            Self::Picker => "picker",
        }
    }

    async fn load(self) -> Result<(), SplitLoaderError> {
        match self {
            Self::Pages => load_pages().await,
            Self::Overlays => load_overlays().await,
            Self::Panels => load_panels().await,
            Self::Picker => load_picker().await,
        }
    }

    /// Asks for the part until it is there; says once that it is late.
    async fn fetch(self, late: impl FnOnce()) {
        let mut late = Some(late);
        while self.load().await.is_err() {
            if let Some(late) = late.take() {
                late();
            }
            TimeoutFuture::new(RETRY_MS).await;
        }
    }
}

/// The view of a part, once the part is there.
type Rendering = Pin<Box<dyn Future<Output = Result<AnyView, SplitLoaderError>>>>;

/// Shows what a part renders: at once if it is there, else as soon as it comes.
fn shown(part: Part, render: Box<dyn Fn() -> Rendering + Send>) -> AnyView {
    let mark = view! { <template data-part=part.name()></template> };
    if let Some(Ok(view)) = render().now_or_never() {
        return view! { {mark} {view} }.into_any();
    }
    let (t, toasts) = (use_i18n(), use_toasts());
    let is_there = RwSignal::new(false);
    spawn_local(async move {
        part.fetch(|| toasts.warn(t.live_part_late())).await;
        is_there.try_set(true);
    });
    let view = changing(move || {
        let view = if is_there.get() { render().now_or_never() } else { None };
        view.and_then(Result::ok).into_any()
    });
    view! { {mark} {view} }.into_any()
}

//! What a message said before it was edited.

use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::fault::Fault;
use protocol::message::{Message, MessageVersion};
use protocol::time::Timestamp;

use crate::api::messages::load_versions;
use crate::components::dialog_head::DialogHead;
use crate::components::fault_notice::FaultNotice;
use crate::components::versions::Versions;
use crate::dom;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::reactive::effect;
use crate::time_text::use_time;

/// The words as they are now and as they were, newest first, each with when they were written.
#[component]
pub fn VersionsDialog(
    /// The channel.
    channel: ChannelLive,
    /// Which message is asked about.
    versions: Versions,
) -> impl IntoView {
    let t = use_i18n();
    let dialog = NodeRef::<Dialog>::new();
    let is_open = versions.is_open;
    dom::follow_dialog(dialog, is_open);
    let (shown, fault) = (RwSignal::new(Vec::new()), RwSignal::new(None::<Fault>));
    let loads = StoredValue::new(0_u32);
    effect(move || {
        let message = versions.asked.get_value().and_then(|id| untrack(|| channel.message(id)));
        let Some(message) = message.filter(|_| is_open.get()) else { return };
        shown.set(Vec::new());
        fault.set(None);
        let load = loads.get_value().wrapping_add(1);
        loads.set_value(load);
        spawn_local(async move {
            let loaded = load_versions(message.id).await;
            if loads.try_get_value() != Some(load) {
                return;
            }
            match loaded {
                Ok(earlier) => shown.set(wordings(message, earlier)),
                Err(error) => fault.set(Some(error.0)),
            }
        });
    });
    let refused = Signal::derive(move || fault.get().map(|fault| fault_text(t, &fault)));
    let is_loading =
        move || fault.with(Option::is_none) && shown.with(Vec::is_empty) && is_open.get();
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="versions-title"
            on:close=move |_| dom::note_closed(dialog, is_open)
        >
            <DialogHead id="versions-title".to_owned() title=t.versions_title() is_open />
            <div class="dialog-body">
                <FaultNotice text=refused />
                <p role="status">{move || is_loading().then(|| t.versions_loading())}</p>
                <ol class="versions" reversed=true>
                    <For each=move || shown.get() key=|it| it.written_at let(wording)>
                        <Shown wording />
                    </For>
                </ol>
            </div>
        </dialog>
    }
}

/// Words, and when they were written.
#[derive(Clone)]
struct Wording {
    html: String,
    written_at: Timestamp,
}

/// Returns all wordings of a message, the present one first. Earlier ones come newest first, each with when
/// it was replaced: then the next one was written.
fn wordings(message: Message, earlier: Vec<MessageVersion>) -> Vec<Wording> {
    let mut written = earlier.iter().skip(1).map(|version| version.replaced_at).collect::<Vec<_>>();
    written.push(message.created_at);
    let now =
        Wording { html: message.html, written_at: message.edited_at.unwrap_or(message.created_at) };
    let before = earlier
        .into_iter()
        .zip(written)
        .map(|(version, written_at)| Wording { html: version.html, written_at });
    std::iter::once(now).chain(before).collect()
}

/// One wording.
#[component]
fn Shown(
    /// Which.
    wording: Wording,
) -> impl IntoView {
    let time = use_time();
    let at = wording.written_at;
    view! {
        <li class="version">
            <time class="row-time" datetime=time.machine(at)>
                {time.full(at)}
            </time>
            <div class="prose" dir="auto" inner_html=wording.html></div>
        </li>
    }
}

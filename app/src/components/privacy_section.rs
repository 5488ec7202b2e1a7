//! Making a public channel private, and back.

use leptos::prelude::*;
use protocol::channel::ChannelKind;

use crate::api::channels::change_channel_kind;
use crate::components::confirmation::{Question, use_confirmation};
use crate::components::toasts::use_toasts;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};
use crate::submission::Sending;

/// Who loses or gains the channel, and the button. It asks again: words that were read cannot be
/// unread, and people lose a place.
#[component]
pub fn PrivacySection(
    /// The channel.
    channel: ChannelLive,
    /// Whether the dialog around is open; done, it closes.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let (live, toasts, confirmation) = (use_live(), use_toasts(), use_confirmation());
    let id = channel.id();
    let is_group = move || channel.is_group();
    let course = move || live.course().with(|course| course.short_name().to_owned());
    let title = move || {
        let name = channel.name();
        if is_group() { t.privacy_open_title(name) } else { t.privacy_close_title(name) }
    };
    let text = move || {
        if is_group() { t.privacy_open_text(course()) } else { t.privacy_close_text(course()) }
    };
    let submit = move || if is_group() { t.privacy_open() } else { t.privacy_close() };
    let ask = move |_| {
        let opens = untrack(is_group);
        confirmation.ask(Question {
            title: untrack(title),
            text: untrack(text),
            submit: untrack(submit),
            act: Callback::new(move |()| -> Sending {
                Box::pin(async move {
                    let kind = if opens { ChannelKind::Public } else { ChannelKind::Private };
                    let changed = change_channel_kind(id, kind).await?;
                    live.take_channel(&changed);
                    let (icon, done) =
                        if opens { ("hash", t.toast_opened()) } else { ("lock", t.toast_closed()) };
                    toasts.say(icon, done);
                    is_open.set(false);
                    Ok(())
                })
            }),
        });
    };
    view! {
        <section class="dialog-section">
            <div>
                <h2 class="dialog-subtitle">{move || title()}</h2>
                <p class="field-hint">{move || text()}</p>
            </div>
            <button
                class="button is-danger-outline"
                type="button"
                data-late
                aria-haspopup="dialog"
                on:click=ask
            >
                {move || submit()} "…"
            </button>
        </section>
    }
}

//! Why one cannot write here.

use leptos::prelude::*;
use protocol::channel::ChannelKind;
use protocol::permission::Refusal;

use crate::components::icon::Icon;
use crate::components::unsent::Unsent;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::time_text::use_time;

/// The reason in place of the box; what had been typed is kept.
#[component]
pub fn ComposerBlocked(
    /// The channel.
    channel: ChannelLive,
    /// Why.
    refusal: Refusal,
) -> impl IntoView {
    let t = use_i18n();
    let time = use_time();
    let reason = move || {
        let entry = channel.entry().get();
        let channel = entry.as_ref().map(|entry| &entry.channel);
        let archived_at = channel.and_then(|channel| channel.archived_at);
        let kind = channel.map(|channel| channel.kind);
        match (refusal, archived_at, kind) {
            (Refusal::Frozen, Some(at), _) => ("archive", t.composer_archived(time.date(at))),
            (Refusal::NotFound, ..) => ("door-closed", t.composer_lost().to_owned()),
            (_, _, Some(ChannelKind::Announcement)) => {
                ("megaphone", t.composer_staff_only().to_owned())
            }
            _ => ("info", t.composer_readonly().to_owned()),
        }
    };
    view! {
        <form class="composer" aria-label=t.composer_label() data-blocked="">
            <div class="composer-box">
                <p class="composer-blocked" id="composer-blocked" tabindex="-1">
                    {move || {
                        let (icon, words) = reason();
                        view! {
                            <Icon name=icon />
                            {words}
                        }
                    }}
                </p>
            </div>
            <Unsent />
            <div class="composer-foot"></div>
        </form>
    }
}

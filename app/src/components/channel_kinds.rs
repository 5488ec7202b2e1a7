//! The choice of who can write in a channel.

use leptos::prelude::*;
use protocol::channel::ChannelKind;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// Everyone, or staff alone.
#[component]
pub fn ChannelKinds(
    /// What is chosen.
    kind: RwSignal<ChannelKind>,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let code = move || live.course().with(|course| course.short_name().to_owned());
    let people = move || u32::try_from(live.people_total().get()).unwrap_or_default();
    view! {
        <fieldset class="choices">
            <legend class="field-label">{t.channel_who()}</legend>
            <label class="choice">
                <input
                    class="radio"
                    type="radio"
                    name="kind"
                    value="public"
                    checked
                    prop:checked=move || kind.get() == ChannelKind::Public
                    on:change=move |_| kind.set(ChannelKind::Public)
                />
                <Icon name="hash" class="is-18" />
                <span class="choice-text">
                    <span class="choice-title">{move || t.channel_everyone(code())}</span>
                    <span class="choice-note">{move || t.channel_everyone_note(people())}</span>
                </span>
            </label>
            <label class="choice">
                <input
                    class="radio"
                    type="radio"
                    name="kind"
                    value="announcement"
                    prop:checked=move || kind.get() == ChannelKind::Announcement
                    on:change=move |_| kind.set(ChannelKind::Announcement)
                />
                <Icon name="megaphone" class="is-18" />
                <span class="choice-text">
                    <span class="choice-title">{t.channel_announcements()}</span>
                    <span class="choice-note">{t.channel_announcements_note()}</span>
                </span>
            </label>
        </fieldset>
    }
}

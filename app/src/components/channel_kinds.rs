//! The choice of who a channel is for.

use leptos::prelude::*;
use protocol::channel::ChannelKind;
use protocol::permission::Action;

use crate::components::field_note::FieldNote;
use crate::components::icon::Icon;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// Everyone, staff alone, or a group: as far as the viewer may make them.
#[component]
pub fn ChannelKinds(
    /// What is chosen.
    kind: RwSignal<ChannelKind>,
    /// What is wrong with it, if anything is.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let code = move || live.course().with(|course| course.short_name().to_owned());
    let people = move || u32::try_from(live.people_total().get()).unwrap_or_default();
    let kinds = move || {
        let may = |action| live.decide(action, None).is_ok();
        let (channels, groups) = (may(Action::CreateChannel), may(Action::CreateGroup));
        let all = [
            (channels, ChannelKind::Public, "hash"),
            (channels, ChannelKind::Announcement, "megaphone"),
            (groups, ChannelKind::Private, "lock"),
        ];
        let offered = all.into_iter().filter(|(may, ..)| *may);
        let offered = offered.map(|(_, offered, icon)| {
            let (title, note) = match offered {
                ChannelKind::Announcement => (
                    t.channel_announcements().to_owned(),
                    t.channel_announcements_note().to_owned(),
                ),
                ChannelKind::Private => (t.group_kind().to_owned(), t.group_note().to_owned()),
                _ => (t.channel_everyone(code()), t.channel_everyone_note(people())),
            };
            view! {
                <label class="choice">
                    <input
                        class="radio"
                        type="radio"
                        name="kind"
                        value=offered.as_str()
                        checked=kind.get_untracked() == offered
                        aria-invalid=move || error.with(Option::is_some).then_some("true")
                        prop:checked=move || kind.get() == offered
                        on:change=move |_| kind.set(offered)
                    />
                    <Icon name=icon class="is-18" />
                    <span class="choice-text">
                        <span class="choice-title">{title}</span>
                        <span class="choice-note">{note}</span>
                    </span>
                </label>
            }
        });
        offered.collect_view()
    };
    view! {
        <fieldset class="choices">
            <legend class="field-label">{t.channel_who()}</legend>
            {move || kinds()}
            <FieldNote id="nc-kind-note".to_owned() hint=None error />
        </fieldset>
    }
}

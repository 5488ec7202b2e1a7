//! The reactions under a message.

use leptos::prelude::*;
use protocol::id::MessageId;
use protocol::message::Message;
use protocol::permission::Action;
use protocol::reaction::{LIKE, Reaction};

use crate::components::icon::Icon;
use crate::components::marking::{Marking, Wish, use_marking};
use crate::components::message_row::row_id;
use crate::i18n::{Texts, use_i18n};
use crate::live::ChannelLive;
use crate::reactive::changing;

/// One button for each reaction, and one that adds another. Nothing while there are none.
#[component]
pub fn Reactions(
    /// The message as it is now.
    message: RwSignal<Message>,
    /// The channel it is in.
    channel: ChannelLive,
    /// Whether the row is the log's one tab stop; its buttons then are, too.
    is_current: Signal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let marking = use_marking();
    let id = message.with_untracked(|message| message.id);
    let may = Memo::new(move |_| channel.decide(Action::React).is_ok());
    let stop = Tabindex(is_current);
    changing(move || {
        let shown = message.with(|message| message.reactions.clone());
        if shown.is_empty() {
            return ().into_any();
        }
        // The buttons keep their elements, and so the keyboard, as long as their number grows.
        let chips = shown.into_iter().map(|it| chip(t, marking, id, it, stop, may.get()));
        let add = may.get().then(|| add_button(t, marking, id, "reaction is-add", stop));
        view! {
            <div class="reactions" role="group" aria-label=t.reaction_title()>
                {chips.collect_view()}
                {add}
            </div>
        }
        .into_any()
    })
}

/// The tab stop of a row's buttons.
#[derive(Clone, Copy)]
pub struct Tabindex(pub Signal<bool>);

impl Tabindex {
    /// Returns the attribute's value. Tracks what decides.
    pub fn value(self) -> &'static str {
        if self.0.get() { "0" } else { "-1" }
    }
}

fn chip(
    t: Texts,
    marking: Marking,
    id: MessageId,
    reaction: Reaction,
    stop: Tabindex,
    may: bool,
) -> AnyView {
    let Reaction { emoji, count, mine } = reaction;
    let is_like = emoji == LIKE;
    let label =
        if is_like { t.reaction_like(count) } else { t.reaction_other(emoji.clone(), count) };
    let face = if is_like {
        view! { <Icon name="thumbs-up" /> }.into_any()
    } else {
        view! { <span class="reaction-emoji" aria-hidden="true">{emoji.clone()}</span> }.into_any()
    };
    let element = format!("{}-{emoji}", row_id(id));
    let names = Wish::Names { id, emoji: emoji.clone(), count, element: element.clone() };
    let toggle = Wish::Toggle { id, emoji };
    view! {
        <button
            class="reaction"
            id=element
            type="button"
            data-late
            aria-pressed=mine.unwrap_or(false).to_string()
            aria-disabled=(!may).then_some("true")
            aria-label=label
            tabindex=move || stop.value()
            on:pointerenter=move |_| marking.wish(names.clone())
            on:click=move |_| {
                if may {
                    marking.wish(toggle.clone());
                }
            }
        >
            {face}
            <span class="reaction-count">{count}</span>
        </button>
    }
    .into_any()
}

/// The button that lets the viewer choose an emoji.
pub fn add_button(
    t: Texts,
    marking: Marking,
    id: MessageId,
    class: &'static str,
    stop: Tabindex,
) -> AnyView {
    view! {
        <button
            class=class
            type="button"
            data-late
            aria-label=t.reaction_add()
            title=t.reaction_add()
            aria-haspopup="dialog"
            tabindex=move || stop.value()
            on:click=move |_| marking.choose(id)
        >
            <Icon name="smile-plus" />
        </button>
    }
    .into_any()
}

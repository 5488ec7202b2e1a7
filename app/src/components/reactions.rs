//! The reactions under a message.

use leptos::prelude::*;
use protocol::id::MessageId;
use protocol::message::Message;
use protocol::permission::Action;
use protocol::reaction::LIKE;

use crate::components::icon::Icon;
use crate::components::marking::{Marking, Wish, reaction_id, use_marking};
use crate::components::message_row::row_id;
use crate::dom;
use crate::i18n::{Texts, use_i18n};
use crate::live::ChannelLive;
use crate::reactive::{When, effect};

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
    let any = move || message.with(|message| !message.reactions.is_empty());
    let may = Signal::derive(move || channel.decide(Action::React).is_ok());
    let stop = Tabindex(is_current);
    let emoji = move || {
        message.with(|it| it.reactions.iter().map(|it| it.emoji.clone()).collect::<Vec<_>>())
    };
    // Who reacted is asked for anew once somebody else did.
    effect(move || {
        message.track();
        dom::forget_descriptions(&row_id(id));
    });
    view! {
        <When holds=Signal::derive(any)>
            <div class="reactions" role="group" aria-label=t.reaction_title()>
                <For each=emoji key=Clone::clone let(emoji)>
                    {chip(t, marking, message, emoji, stop, may)}
                </For>
                <When holds=may>{add_button(t, marking, id, "reaction is-add", stop)}</When>
            </div>
        </When>
    }
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
    message: RwSignal<Message>,
    emoji: String,
    stop: Tabindex,
    may: Signal<bool>,
) -> AnyView {
    let id = message.with_untracked(|message| message.id);
    let is_like = emoji == LIKE;
    let emoji = StoredValue::new(emoji);
    let count = move || {
        let count = |message: &Message| Some(message.reaction(&emoji.read_value())?.count);
        message.with(count).unwrap_or(0)
    };
    let is_mine = move || message.with(|message| message.has_mine(&emoji.read_value()));
    let label = move || {
        if is_like {
            t.reaction_like(count())
        } else {
            t.reaction_other(emoji.get_value(), count())
        }
    };
    let face = if is_like {
        view! { <Icon name="thumbs-up" /> }.into_any()
    } else {
        view! {
            <span class="reaction-emoji" aria-hidden="true">
                {emoji.get_value()}
            </span>
        }
        .into_any()
    };
    let ask = move || marking.wish(Wish::Names { id, emoji: emoji.get_value() });
    view! {
        <button
            class="reaction"
            id=reaction_id(id, &emoji.read_value())
            type="button"
            data-late
            aria-pressed=move || is_mine().to_string()
            aria-disabled=move || (!may.get()).then_some("true")
            aria-label=move || label()
            tabindex=move || stop.value()
            on:pointerenter=move |_| ask()
            on:focus=move |_| ask()
            on:click=move |_| {
                if may.get_untracked() {
                    marking.toggle(id, &emoji.read_value());
                }
            }
        >
            {face}
            <span class="reaction-count">{move || count()}</span>
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

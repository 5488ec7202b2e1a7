//! What can be done with a message.

use leptos::prelude::*;
use protocol::message::Message;
use protocol::permission::Action;
use protocol::reaction::LIKE;

use crate::address::{DELETE, EDIT};
use crate::components::deletion::use_deletion;
use crate::components::icon::Icon;
use crate::components::marking::{Wish, use_marking};
use crate::components::message_row::channel_permalink;
use crate::components::overlay::WAY;
use crate::components::reactions::{Tabindex, add_button};
use crate::components::share::use_share;
use crate::components::versions::use_versions;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::live::channel::BegunIn;
use crate::reactive::When;

/// The toolbar of a row; it shows on hover and focus.
#[component]
pub fn RowActions(
    /// The message as it is now.
    message: RwSignal<Message>,
    /// The channel it is in.
    channel: ChannelLive,
    /// Whether the row is the log's one tab stop; its buttons then are, too.
    is_current: Signal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let share = use_share();
    let deletion = use_deletion();
    let id = message.with_untracked(|message| message.id);
    let link = channel_permalink(channel, id);
    let own_page = StoredValue::new(link.clone());
    let stop = Tabindex(is_current);
    let tabindex = move || stop.value();
    let can = move |action| message.with(|message| channel.decide_own(action, message).is_ok());
    let versions = use_versions();
    let has_versions =
        move || message.with(|message| message.version > 1) && can(Action::SeeVersions);
    let can_edit = move || can(Action::EditOwnMessage);
    let can_delete = move || can(Action::DeleteOwnMessage);
    view! {
        <div class="row-actions" role="toolbar" aria-label=t.row_actions()>
            <MarkActions message channel is_current />
            <button
                class="icon-button is-small"
                type="button"
                data-late
                aria-label=t.row_copy_link()
                title=t.row_copy_link()
                tabindex=move || tabindex()
                on:click=move |_| share.copy(link.clone())
            >
                <Icon name="link" />
            </button>
            <When holds=Signal::derive(has_versions)>
                <button
                    class="icon-button is-small"
                    type="button"
                    data-late
                    aria-label=t.versions_title()
                    title=t.versions_title()
                    aria-haspopup="dialog"
                    tabindex=move || tabindex()
                    on:click=move |_| versions.ask(id)
                >
                    <Icon name="history" />
                </button>
            </When>
            <When holds=Signal::derive(can_edit)>
                <button
                    class="icon-button is-small"
                    form=WAY
                    formaction=own_page.get_value()
                    name=EDIT
                    aria-label=t.row_edit()
                    title=t.row_edit()
                    tabindex=move || tabindex()
                    on:click=move |event| {
                        event.prevent_default();
                        channel.edit(id, BegunIn::Row);
                    }
                >
                    <Icon name="pencil" />
                </button>
            </When>
            <When holds=Signal::derive(can_delete)>
                <button
                    class="icon-button is-small"
                    form=WAY
                    formaction=own_page.get_value()
                    name=DELETE
                    aria-label=t.row_delete()
                    title=t.row_delete()
                    aria-haspopup="dialog"
                    tabindex=move || tabindex()
                    on:click=move |event| {
                        event.prevent_default();
                        deletion.ask(id);
                    }
                >
                    <Icon name="trash-2" />
                </button>
            </When>
        </div>
    }
}

/// What is put on a message.
#[component]
fn MarkActions(
    /// The message as it is now.
    message: RwSignal<Message>,
    /// The channel it is in.
    channel: ChannelLive,
    /// Whether the row is the log's one tab stop.
    is_current: Signal<bool>,
) -> impl IntoView {
    let (t, marking) = (use_i18n(), use_marking());
    let stop = Tabindex(is_current);
    let id = message.with_untracked(|message| message.id);
    let may = move |action| Signal::derive(move || channel.decide(action).is_ok());
    let likes = move || message.with(|message| message.has_mine(LIKE));
    let is_pinned = Memo::new(move |_| message.with(|message| message.pinned));
    let pin_text = move || if is_pinned.get() { t.pin_off() } else { t.pin_on() };
    view! {
        <When holds=may(Action::React)>
            <button
                    class="icon-button is-small"
                    type="button"
                    data-late
                    aria-label=t.reaction_do_like()
                    title=t.reaction_do_like()
                    aria-pressed=move || likes().to_string()
                    tabindex=move || stop.value()
                    on:click=move |_| marking.toggle(id, LIKE)
                >
                <Icon name="thumbs-up" />
            </button>
                {add_button(t, marking, id, "icon-button is-small", stop)}
        </When>
        <When holds=may(Action::Pin)>
            <button
                    class="icon-button is-small"
                    type="button"
                    data-late
                    aria-label=move || pin_text()
                    title=move || pin_text()
                    tabindex=move || stop.value()
                    on:click=move |_| marking.wish(Wish::Pin { id, is_on: !is_pinned.get_untracked() })
                >
                    {move || {
                        let name = if is_pinned.get() { "pin-off" } else { "pin" };
                        view! { <Icon name /> }
                    }}
            </button>
        </When>
    }
}

//! A member of a group, in the panel.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::channel::ChannelRole;
use protocol::id::UserId;
use protocol::membership::Member;

use crate::api::memberships::{remove_member, set_member_role};
use crate::components::avatar::Avatar;
use crate::components::confirmation::{Question, use_confirmation};
use crate::components::field_note::FieldNote;
use crate::components::icon::Icon;
use crate::components::members_source::Members;
use crate::components::role_badge::RoleBadge;
use crate::dom;
use crate::fault_text::{fault_text, field_text};
use crate::i18n::{Texts, use_i18n};
use crate::live::{ChannelLive, use_live};
use crate::reactive::changing;
use crate::submission::Sending;

/// Returns what a role is called.
pub fn channel_role_text(t: Texts, role: ChannelRole) -> &'static str {
    match role {
        ChannelRole::Owner => t.group_owner(),
        ChannelRole::Moderator => t.group_moderator(),
        ChannelRole::Member => t.group_member(),
        ChannelRole::Readonly => t.group_reader(),
    }
}

/// One member; with the right to it, their role can be changed and they can be removed.
#[component]
pub fn MemberRow(
    /// The group.
    channel: ChannelLive,
    /// Who, and as what.
    member: Member,
    /// The list around.
    members: Members,
    /// Whether the viewer manages members.
    can_manage: Signal<bool>,
) -> impl IntoView {
    let t = use_i18n();
    let (me, confirmation) = (use_live().me(), use_confirmation());
    let (user, role) = (member.user, member.role);
    let (id, name) = (user.id, StoredValue::new(user.display_name.clone()));
    let is_me = move || me.with(|me| me.id) == id;
    let error = RwSignal::new(None::<String>);
    let chosen = RwSignal::new(role);
    let select = format!("role-{id}");
    let (select_id, note_id) = (StoredValue::new(select.clone()), format!("{select}-note"));
    let describedby = StoredValue::new(note_id.clone());
    let choose = move |event| {
        let Ok(wanted) = event_target_value(&event).parse::<ChannelRole>() else { return };
        chosen.set(wanted);
        spawn_local(async move {
            match set_member_role(channel.id(), id, wanted).await {
                Ok(member) => {
                    members.put(member);
                    dom::after_paint(move || {
                        if dom::is_focus_lost() {
                            dom::focus(dom::by_id(&format!("role-{id}")));
                        }
                    });
                }
                Err(refused) => {
                    let fault = refused.0;
                    let words = fault.fields.first().map(|field| field_text(t, field));
                    chosen.try_set(role);
                    error.try_set(Some(words.unwrap_or_else(|| fault_text(t, &fault))));
                }
            }
        });
    };
    let controls = changing(move || {
        if !can_manage.get() {
            return view! { <span class="member-role">{channel_role_text(t, role)}</span> }
                .into_any();
        }
        let options = ChannelRole::ALL.iter().map(|option| {
            view! {
                <option value=option.as_str() selected=*option == role>
                    {channel_role_text(t, *option)}
                </option>
            }
        });
        view! {
            <select
                class="input is-small scripts-only"
                id=select_id.get_value()
                aria-label=t.group_role_of(name.get_value())
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| describedby.get_value())
                prop:value=move || chosen.get().as_str()
                on:change=choose
            >
                {options.collect_view()}
            </select>
            <button
                class="icon-button is-small"
                type="button"
                data-late
                aria-label=t.group_remove_name(name.get_value())
                title=t.group_remove()
                aria-haspopup="dialog"
                hidden=is_me
                on:click=move |_| confirmation.ask(removal(t, channel, members, id, name.get_value()))
            >
                <Icon name="user-minus" />
            </button>
        }
        .into_any()
    });
    view! {
        <li class="person is-member">
            <Avatar name=user.display_name.clone() hue=user.hue size="is-32" />
            <div class="person-text">
                <p class="person-name">
                    <span dir="auto">{user.display_name}</span>
                    " "
                    <RoleBadge role=user.course_role />
                    {move || is_me().then(|| view! { " " <span class="row-you">{t.row_you()}</span> })}
                </p>
                <p class="person-note">"@" {user.login}</p>
            </div>
            <div class="member-controls">{controls}</div>
            <FieldNote id=note_id hint=None error=error.into() />
        </li>
    }
}

/// Returns the question before somebody is removed from the group.
fn removal(t: Texts, channel: ChannelLive, members: Members, id: UserId, name: String) -> Question {
    Question {
        title: t.group_remove_title(name, untrack(|| channel.name())),
        text: t.group_remove_text().to_owned(),
        submit: t.group_remove(),
        act: Callback::new(move |()| -> Sending {
            Box::pin(async move {
                remove_member(channel.id(), id).await?;
                members.forget(id);
                Ok(())
            })
        }),
    }
}

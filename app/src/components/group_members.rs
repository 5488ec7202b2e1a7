//! Who is in a group, and what can be done about it.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use protocol::permission::Action;

use crate::api::memberships::leave_channel;
use crate::components::add_member::AddMember;
use crate::components::confirmation::{Question, use_confirmation};
use crate::components::fault_notice::FaultNotice;
use crate::components::icon::Icon;
use crate::components::member_row::MemberRow;
use crate::components::members_source::use_members;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::{ChannelLive, use_live};
use crate::reactive::When;
use crate::submission::Sending;

/// Adding somebody, the members with their roles, and the way out.
#[component]
pub fn GroupMembers(
    /// The group.
    channel: ChannelLive,
) -> impl IntoView {
    let t = use_i18n();
    let (live, confirmation, navigate) = (use_live(), use_confirmation(), use_navigate());
    let members = use_members(channel);
    let may = move |action| Signal::derive(move || channel.decide(action).is_ok());
    let can_manage = may(Action::ManageMembers);
    let fault = Signal::derive(move || members.fault().map(|fault| fault_text(t, &fault)));
    let id = channel.id();
    let leave = move |_| {
        let navigate = navigate.clone();
        confirmation.ask(Question {
            title: t.group_leave_title(untrack(|| channel.name())),
            text: t.group_leave_text().to_owned(),
            submit: t.group_leave(),
            act: Callback::new(move |()| -> Sending {
                let navigate = navigate.clone();
                Box::pin(async move {
                    let elsewhere = untrack(|| live.elsewhere(id));
                    leave_channel(id).await?;
                    navigate(&elsewhere, leptos_router::NavigateOptions::default());
                    Ok(())
                })
            }),
        });
    };
    let can_leave = may(Action::LeaveChannel);
    view! {
        <When holds=may(Action::InviteMember)>
            <AddMember channel members />
        </When>
        <FaultNotice text=fault />
        <ul class="roster-list" aria-label=t.members_list()>
            <For
                each=move || members.items()
                key=|member| (member.user.id, member.role, member.user.display_name.clone())
                let(member)
            >
                <MemberRow channel member members can_manage />
            </For>
        </ul>
        <When holds=Signal::derive(move || members.has_more())>
            <button class="button" type="button" data-late on:click=move |_| members.load_more()>
                {t.people_more()}
            </button>
        </When>
        <p class="readable">
            <Icon name="eye" />
            {t.group_readable()}
        </p>
        <When holds=can_leave>
            <button
                class="button is-danger-outline"
                type="button"
                data-late
                aria-haspopup="dialog"
                on:click=leave.clone()
            >
                {t.group_leave()}
            </button>
        </When>
    }
}

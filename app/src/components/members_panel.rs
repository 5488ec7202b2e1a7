//! Who reads a channel.

use leptos::prelude::*;

use crate::components::fault_notice::FaultNotice;
use crate::components::group_members::GroupMembers;
use crate::components::people_source::use_people;
use crate::components::rosters::Rosters;
use crate::fault_text::fault_text;
use crate::i18n::use_i18n;
use crate::live::ChannelLive;
use crate::reactive::changing;

/// The members of a channel, staff first.
#[component]
pub fn MembersPanel(
    /// The channel.
    channel: ChannelLive,
) -> impl IntoView {
    let is_group = Memo::new(move |_| channel.is_group());
    changing(move || {
        if is_group.get() {
            view! { <GroupMembers channel /> }.into_any()
        } else {
            view! { <Everyone /> }.into_any()
        }
    })
}

/// The people of the course: all of them read its public channels.
#[component]
fn Everyone() -> impl IntoView {
    let t = use_i18n();
    let people = use_people();
    let fault = Signal::derive(move || {
        people.fault().filter(|_| !people.is_loaded()).map(|fault| fault_text(t, &fault))
    });
    view! {
        <FaultNotice text=fault />
        <Rosters people />
    }
}

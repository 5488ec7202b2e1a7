//! What everybody must know now: one line at a time, under the header.

use leptos::prelude::*;

use crate::components::banner_archived::Archived;
use crate::components::banner_back::Back;
use crate::components::banner_offline::Offline;
use crate::components::banner_out_of_date::OutOfDate;
use crate::live::link::Connection;
use crate::live::{ChannelLive, use_live};
use crate::reactive::changing;

/// The most pressing of: out of date, offline, back online, archived.
#[component]
pub fn Banner(
    /// The channel below.
    channel: ChannelLive,
) -> impl IntoView {
    let live = use_live();
    let archived_at = move || channel.entry().get().and_then(|entry| entry.channel.archived_at);
    let kind = Memo::new(move |_| match live.connection().get() {
        Connection::OutOfDate => Kind::OutOfDate,
        Connection::Offline => Kind::Offline,
        Connection::Fine | Connection::SignedOut => match live.restored().get() {
            Some(n) => Kind::Back(n),
            None if archived_at().is_some() => Kind::Archived,
            None => Kind::Nothing,
        },
    });
    changing(move || match kind.get() {
        Kind::OutOfDate => view! { <OutOfDate /> }.into_any(),
        Kind::Offline => view! { <Offline /> }.into_any(),
        Kind::Back(n) => view! { <Back n /> }.into_any(),
        Kind::Archived => view! { <Archived channel /> }.into_any(),
        Kind::Nothing => ().into_any(),
    })
}

/// Which line is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    OutOfDate,
    Offline,
    Back(u32),
    Archived,
    Nothing,
}

//! The members of a group, page by page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::fault::Fault;
use protocol::id::{ChannelId, UserId};
use protocol::membership::{Member, MembersPage};

use crate::api::error::ApiError;
use crate::api::memberships::load_members;
use crate::live::ChannelLive;
use crate::opening::use_first_page;

/// The members that are loaded so far. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Members {
    channel: ChannelId,
    items: RwSignal<Vec<Member>>,
    next: RwSignal<Option<String>>,
    fault: RwSignal<Option<Fault>>,
    /// Counts loads: of two that overlap the later one matters.
    loads: StoredValue<u32>,
}

/// Returns the members of a channel, from the first page's contents if it has them. The list
/// begins anew whenever somebody's membership changes.
pub fn use_members(channel: ChannelLive) -> Members {
    let members = Members {
        channel: channel.id(),
        items: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        fault: RwSignal::new(None),
        loads: StoredValue::new(0),
    };
    let first = use_first_page().members();
    let mut is_loaded = first.is_some();
    if let Some(first) = first {
        members.take(first, None);
    }
    crate::reactive::effect(move || {
        channel.member_changes().track();
        if !std::mem::take(&mut is_loaded) {
            members.load(None);
        }
    });
    members
}

impl Members {
    /// Returns the loaded members.
    pub fn items(self) -> Vec<Member> {
        self.items.get()
    }

    /// Whether there are more than are loaded.
    pub fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    /// Returns why the last page could not be loaded.
    pub fn fault(self) -> Option<Fault> {
        self.fault.get()
    }

    /// Takes over a member that the server returned for one's own request.
    pub fn put(self, member: Member) {
        self.items.update(|items| match items.iter_mut().find(|it| it.user.id == member.user.id) {
            Some(known) => *known = member,
            None => items.push(member),
        });
    }

    /// Takes a member from the list.
    pub fn forget(self, user: UserId) {
        self.items.update(|items| items.retain(|member| member.user.id != user));
    }

    /// Loads the next page.
    pub fn load_more(self) {
        self.load(self.next.get_untracked());
    }

    /// Loads a page; without a key the first one, which replaces what is there.
    fn load(self, after: Option<String>) {
        let load = self.loads.get_value().wrapping_add(1);
        self.loads.set_value(load);
        spawn_local(async move {
            let loaded = load_members(self.channel, after.clone()).await;
            if self.loads.try_get_value() == Some(load) {
                self.take(loaded, after);
            }
        });
    }

    fn take(self, loaded: Result<MembersPage, ApiError>, after: Option<String>) {
        match loaded {
            Ok(page) => {
                self.items.update(|items| {
                    if after.is_none() {
                        items.clear();
                    }
                    items.extend(page.items);
                });
                self.next.set(page.next);
                self.fault.set(None);
            }
            Err(error) => self.fault.set(Some(error.0)),
        }
    }
}

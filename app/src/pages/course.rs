//! `/c/{course}`.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::live::use_live;

/// Leads to `#general`, or to the first channel.
#[component]
pub fn CoursePage() -> impl IntoView {
    let live = use_live();
    let address = untrack(|| {
        let channels = live.channels().get();
        let is_general = |id: &&protocol::id::ChannelId| {
            live.entry(**id).get().is_some_and(|entry| entry.channel.name == "general")
        };
        let channel = channels.iter().find(is_general).or(channels.first()).copied();
        channel.map(|id| live.address(id))
    });
    let people =
        live.course().with_untracked(|course| crate::address::people_address(&course.slug));
    view! { <Redirect path=address.unwrap_or(people) /> }
}

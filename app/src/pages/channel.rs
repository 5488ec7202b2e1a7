//! `/c/{course}/{channel}` and `/c/{course}/{channel}/{message}`.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Redirect;
use protocol::fault::{Fault, FaultCode};

use crate::api::error::ApiError;
use crate::api::opening::Wanted;
use crate::components::channel_view::ChannelView;
use crate::components::fault_page::FaultPage;
use crate::components::nav_toggle::NavToggle;
use crate::components::sign_in_first::SignInFirst;
use crate::dom;
use crate::live::state::{Arrival, Fetched};
use crate::live::{ChannelLive, use_live};
use crate::opening::use_first_page;
use crate::parts::{Page, page};
use crate::place::{Place, use_place};
use crate::reactive::{changing, effect};

/// The channel that stands on the page, and the address that it answers.
type Here = StoredValue<Option<(Wanted, ChannelLive)>>;

/// Shortest and longest pause before a channel that could not be loaded is asked for again.
const PAUSE_MS_MIN: u32 = 1_000;
const PAUSE_MS_MAX: u32 = 15_000;

/// A channel. Switching to one that was open before takes no request; a message of the channel
/// that is shown is gone to.
#[component]
pub fn ChannelPage() -> impl IntoView {
    let live = use_live();
    let place = use_place();
    let slug = live.course().with_untracked(|course| course.slug.clone());
    // While the address is another page's, the last channel stays wanted: nothing is loaded anew.
    let wanted = Memo::new(move |before: Option<&Option<Wanted>>| match place.get() {
        Place::Channel { course, channel, message } if course == slug => Some((channel, message)),
        _ => before.cloned().flatten(),
    });
    let first = wanted.get_untracked().and_then(|wanted| {
        let fetched = use_first_page().channel(&wanted)?;
        Some((wanted, fetched))
    });
    let arrived = RwSignal::new(first);
    let here: Here = StoredValue::new(None);
    effect(move || {
        let Some(next) = wanted.get() else { return };
        let is_at = |(at, _): &(Wanted, Result<Fetched, ApiError>)| *at == next;
        if stays(here, &next) || arrived.with_untracked(|it| it.as_ref().is_some_and(is_at)) {
            return;
        }
        // The page stays as it is meanwhile.
        spawn_local(async move {
            let is_wanted = || wanted.try_get_untracked().flatten().as_ref() == Some(&next);
            let mut pause_ms = 0;
            while is_wanted() {
                let fetched = live.fetch(next.0.clone(), next.1).await;
                let is_out_of_reach = is_out_of_reach(&fetched);
                if is_wanted() && (pause_ms == 0 || !is_out_of_reach) {
                    arrived.set(Some((next.clone(), fetched)));
                }
                if !is_out_of_reach {
                    return;
                }
                pause_ms = (pause_ms * 2).clamp(PAUSE_MS_MIN, PAUSE_MS_MAX);
                live.until_reachable(pause_ms).await;
            }
        });
    });
    changing(move || match arrived.get() {
        Some((wanted, fetched)) => view! { <Arrived wanted fetched here /> }.into_any(),
        None => ().into_any(),
    })
}

/// Whether the server could not be asked.
fn is_out_of_reach(fetched: &Result<Fetched, ApiError>) -> bool {
    fetched.as_ref().is_err_and(|error| error.0.code == FaultCode::Unavailable)
}

/// Whether the channel on the page is the wanted one, which may have got its name just now. If
/// another message of it is wanted, goes there.
fn stays(here: Here, wanted: &Wanted) -> bool {
    let Some((at, channel)) = here.get_value() else { return false };
    let is_named = || {
        channel.entry().with_untracked(|entry| {
            entry.as_ref().is_some_and(|entry| entry.channel.name == wanted.0)
        })
    };
    if at.0 != wanted.0 && !is_named() {
        return false;
    }
    here.set_value(Some((wanted.clone(), channel)));
    if at.1 != wanted.1 {
        show_message(channel, wanted);
    }
    true
}

/// Brings a message of the channel on the page into view; without one, its end.
fn show_message(channel: ChannelLive, wanted: &Wanted) {
    if let Some(id) = wanted.1 {
        channel.jump_to(id);
        return;
    }
    channel.jump_to_latest();
    if let Some(log) = dom::find(".log") {
        log.set_scroll_top(0);
    }
}

/// The channel, the way to its present address, or why there is none.
#[component]
fn Arrived(
    /// What the address asks for.
    wanted: Wanted,
    /// What stands there.
    fetched: Result<Fetched, ApiError>,
    /// Where to leave the channel for later addresses.
    here: Here,
) -> impl IntoView {
    here.set_value(None);
    let fetched = match fetched {
        Ok(fetched) => fetched,
        Err(error) if error.0.code == FaultCode::OversightRequired => {
            return page(Page::GroupOutside);
        }
        Err(error) => return view! { <Refused fault=error.0 /> }.into_any(),
    };
    let message = wanted.1;
    match use_live().enter(&fetched, &wanted.0, message) {
        Some(Arrival::Here(channel)) => {
            here.set_value(Some((wanted, channel)));
            view! { <ChannelView channel message /> }.into_any()
        }
        Some(Arrival::Moved(address)) => view! { <Redirect path=address /> }.into_any(),
        None => view! { <Refused fault=Fault::not_found() /> }.into_any(),
    }
}

/// Why there is no channel to be seen.
#[component]
fn Refused(
    /// Why.
    fault: Fault,
) -> impl IntoView {
    if fault.code == FaultCode::Unauthenticated {
        return view! { <SignInFirst /> }.into_any();
    }
    view! {
        <main class="page" id="main" tabindex="-1">
            <header class="page-head">
                <NavToggle />
            </header>
            <FaultPage fault />
        </main>
    }
    .into_any()
}

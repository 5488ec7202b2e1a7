//! `/c/{course}/{channel}` and `/c/{course}/{channel}/{message}`.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use protocol::fault::{Fault, FaultCode};
use protocol::id::MessageId;

use crate::address::sign_in_address;
use crate::components::channel_view::ChannelView;
use crate::components::fault_page::FaultPage;
use crate::components::nav_toggle::NavToggle;
use crate::live::state::{Arrival, Fetched};
use crate::live::use_live;
use crate::place::{Place, use_place};

/// What an address asks for: a channel's name, and a message in it.
type Wanted = (String, Option<MessageId>);

/// A channel. Switching to one that was open before takes no request.
#[component]
pub fn ChannelPage() -> impl IntoView {
    let live = use_live();
    let place = use_place();
    // While the address is another page's, the last channel stays wanted: nothing is loaded anew.
    let wanted = Memo::new(move |before: Option<&Wanted>| match place.get() {
        Place::Channel { channel, message, .. } => (channel, message),
        _ => before.cloned().unwrap_or_default(),
    });
    let fetched = Resource::new(
        move || wanted.get(),
        move |wanted| async move {
            let fetched = live.fetch(wanted.0.clone(), wanted.1).await;
            (wanted, fetched)
        },
    );
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let (wanted, fetched) = fetched.await;
                match fetched {
                    Ok(fetched) => view! { <Arrived wanted fetched /> }.into_any(),
                    Err(error) => view! { <Refused fault=error.0 /> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// The channel, or the way to its present address.
#[component]
fn Arrived(
    /// What the address asks for.
    wanted: Wanted,
    /// What stands there.
    fetched: Fetched,
) -> impl IntoView {
    let (name, message) = wanted;
    match use_live().enter(&fetched, &name, message) {
        Some(Arrival::Here(channel)) => view! { <ChannelView channel message /> }.into_any(),
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
        let here = leptos_router::hooks::use_location().pathname.get_untracked();
        return view! { <Redirect path=sign_in_address(&here) /> }.into_any();
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

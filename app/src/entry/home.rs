//! `/`.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use protocol::fault::FaultCode;

use crate::address::sign_in_address;
use crate::api::courses::load_home;
use crate::components::fault_page::FaultPage;
use crate::components::no_course::NoCourse;

/// Leads to the channel that was shown last, or to sign-in; who is in no course is told so.
#[component]
pub fn HomePage() -> impl IntoView {
    let home = OnceResource::new(load_home());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match home.await {
                    Ok(address) => view! { <Redirect path=address /> }.into_any(),
                    Err(error) if error.0.code == FaultCode::Unauthenticated => {
                        view! { <Redirect path=sign_in_address("/") /> }.into_any()
                    }
                    Err(error) if error.0.code == FaultCode::NotFound => {
                        view! { <NoCourse /> }.into_any()
                    }
                    Err(error) => {
                        view! {
                            <main class="entry" id="main">
                                <FaultPage fault=error.0 />
                            </main>
                        }
                            .into_any()
                    }
                }
            })}
        </Suspense>
    }
}

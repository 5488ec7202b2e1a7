//! What stands around every page of a signed-in person. It stays while the pages inside change.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_router::hooks::use_location;
use protocol::fault::{Fault, FaultCode};

use crate::api::opening::{Opening, open};
use crate::api::refusal::provide_refusal;
use crate::components::course_gone::CourseGone;
use crate::components::course_shell::CourseShell;
use crate::components::fault_page::FaultPage;
use crate::components::no_course::NoCourse;
use crate::components::sign_in_first::SignInFirst;
use crate::live::Live;
use crate::opening::provide_first_page;
use crate::place::use_place;
use crate::reactive::changing;
use crate::time_text::provide_time;

/// Loads the course of the address and shows its shell; outside a course, that of the last one.
#[component]
pub fn CourseLayout() -> impl IntoView {
    let place = use_place();
    let here = use_location();
    // The settings are of no course and show the one that was shown last: the way into that one changes
    // nothing.
    let shown = StoredValue::new(None::<String>);
    let slug = Memo::new(move |before: Option<&Option<String>>| {
        let slug = place.with(|place| place.course().map(ToOwned::to_owned));
        match before {
            Some(before) if slug.is_none() => before.clone(),
            Some(None) if slug == shown.get_value() => None,
            _ => slug,
        }
    });
    let opening = Resource::new(
        move || slug.get(),
        move |slug| open(slug, place.get_untracked(), here.clone()),
    );
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match opening.await {
                    Ok(opening) => {
                        shown.set_value(Some(opening.snapshot.course.slug.clone()));
                        shell(opening).into_any()
                    }
                    Err(error) => view! { <Refused fault=error.0 /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Renders the shell in an owner of its own, which holds the course's live state.
fn shell(opening: Opening) -> impl IntoView + use<> {
    let owner = Owner::current().map(|owner| owner.child()).unwrap_or_default();
    let view = owner.with(|| {
        provide_time(&opening.viewer);
        provide_first_page(&opening);
        provide_refusal();
        let live = Live::provide(opening.snapshot, opening.courses, &opening.viewer.build);
        changing(move || {
            if live.is_gone().get() {
                view! { <CourseGone /> }.into_any()
            } else {
                view! { <CourseShell /> }.into_any()
            }
        })
    });
    OwnedView::new_with_owner(view, owner)
}

/// Why there is no course to be seen.
#[component]
fn Refused(
    /// Why.
    fault: Fault,
) -> impl IntoView {
    let is_of_course = use_place().with_untracked(|place| place.course().is_some());
    match fault.code {
        FaultCode::Unauthenticated => return view! { <SignInFirst /> }.into_any(),
        FaultCode::NotFound if !is_of_course => return view! { <NoCourse /> }.into_any(),
        _ => {}
    }
    view! {
        <main class="entry" id="main">
            <FaultPage fault />
        </main>
    }
    .into_any()
}

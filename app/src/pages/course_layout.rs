//! What stands around every page of a signed-in person. It stays while the pages inside change.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;
use protocol::fault::{Fault, FaultCode};
use protocol::snapshot::{CourseSnapshot, Viewer};

use crate::address::sign_in_address;
use crate::api::courses::{load_course, load_home};
use crate::api::error::ApiError;
use crate::api::viewer::load_viewer;
use crate::components::course_shell::CourseShell;
use crate::components::fault_page::FaultPage;
use crate::live::Live;
use crate::place::{Place, use_place};
use crate::time_text::provide_time;

/// Loads the course of the address and shows its shell; outside a course, that of the last one.
#[component]
pub fn CourseLayout() -> impl IntoView {
    let place = use_place();
    let slug = Memo::new(move |before: Option<&Option<String>>| {
        let slug = place.with(|place| place.course().map(ToOwned::to_owned));
        slug.or_else(|| before.cloned().flatten())
    });
    let loaded = Resource::new(move || slug.get(), load);
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok((viewer, snapshot)) => shell(&viewer, snapshot).into_any(),
                    Err(error) => view! { <Refused fault=error.0 /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Loads the viewer and a course; without a slug, the course that `/` leads to.
async fn load(slug: Option<String>) -> Result<(Viewer, CourseSnapshot), ApiError> {
    let viewer = load_viewer().await?;
    let slug = match slug {
        Some(slug) => slug,
        None => {
            let home = load_home().await?;
            Place::of(&home).course().map(ToOwned::to_owned).ok_or_else(Fault::not_found)?
        }
    };
    let snapshot = load_course(slug).await?;
    Ok((viewer, snapshot))
}

/// Renders the shell in an owner of its own, which holds the course's live state.
fn shell(viewer: &Viewer, snapshot: CourseSnapshot) -> impl IntoView + use<> {
    let owner = Owner::current().map(|owner| owner.child()).unwrap_or_default();
    let view = owner.with(|| {
        provide_time(viewer);
        Live::provide(snapshot, &viewer.build);
        view! { <CourseShell /> }
    });
    OwnedView::new_with_owner(view, owner)
}

/// Why there is no course to be seen.
#[component]
fn Refused(
    /// Why.
    fault: Fault,
) -> impl IntoView {
    if fault.code == FaultCode::Unauthenticated {
        let here = use_location();
        let (path, search) = (here.pathname.get_untracked(), here.search.get_untracked());
        let here = if search.is_empty() { path } else { format!("{path}?{search}") };
        return view! { <Redirect path=sign_in_address(&here) /> }.into_any();
    }
    view! {
        <main class="entry" id="main">
            <FaultPage fault />
        </main>
    }
    .into_any()
}

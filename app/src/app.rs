//! The root component of the pages of a signed-in person, which server and browser both know.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::assets::Assets;
use crate::components::toasts::provide_toasts;
use crate::i18n::provide_i18n;
use crate::pages::channel::ChannelPage;
use crate::pages::course::CoursePage;
use crate::pages::course_layout::CourseLayout;
use crate::pages::not_found::NotFoundPage;
use crate::parts::{Page, page};

/// Every page of a course, and the settings. Pages wait for their data on the server, so that the HTML arrives complete and with
/// the right status.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_i18n();
    provide_context(Assets::of_this_page());
    provide_toasts();
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFoundPage /> }>
                <ParentRoute path=path!("") view=CourseLayout ssr=SsrMode::Async>
                    <Route path=path!("/settings") view=|| page(Page::Settings) ssr=SsrMode::Async />
                    <Route path=path!("/c/:course") view=CoursePage ssr=SsrMode::Async />
                    <Route path=path!("/c/:course/people") view=|| page(Page::People) ssr=SsrMode::Async />
                    <Route
                        path=path!("/c/:course/:channel/:message?")
                        view=ChannelPage
                        ssr=SsrMode::Async
                    />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

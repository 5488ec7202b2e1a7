//! The pages of people who are not signed in. They are plain forms: the server renders them, no WASM
//! is loaded, and `frontend/entry.js` only adds comfort. This folder is not part of the browser half.

pub mod account_fields;
pub mod account_form;
pub mod closed;
pub mod entry_aside;
pub mod entry_card;
pub mod entry_form;
pub mod failure;
pub mod first_wrong;
pub mod home;
pub mod language_choice;
pub mod password_field;
pub mod set_up;
pub mod setup_head;
pub mod sign_in;
pub mod sign_up;
pub mod temple;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::api::refusal::provide_refusal;
use crate::assets::Assets;
use crate::entry::failure::FailurePage;
use crate::entry::home::HomePage;
use crate::entry::set_up::SetUpPage;
use crate::entry::sign_in::SignInPage;
use crate::entry::sign_up::SignUpPage;
use crate::i18n::provide_i18n;

/// The pages without a session, and the page of addresses that lead nowhere and of requests that failed.
#[component]
pub fn EntryApp() -> impl IntoView {
    provide_meta_context();
    provide_i18n();
    provide_context(Assets::of_this_page());
    provide_refusal();
    view! {
        <Router>
            <Routes fallback=|| view! { <FailurePage /> }>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/sign-up") view=SignUpPage ssr=SsrMode::Async />
                <Route path=path!("/setup") view=SetUpPage ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}

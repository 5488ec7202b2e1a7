//! The way to sign-in for a page that needs it.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::address::sign_in_address;
use crate::api::document::leave_for;
use crate::place::here_untracked;

/// Leads to the sign-in page, which leads back here. That page is not part of this app: the browser
/// loads it.
#[component]
pub fn SignInFirst() -> impl IntoView {
    leave_for(&sign_in_address(&here_untracked(&use_location())));
}

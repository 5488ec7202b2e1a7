//! What a page's address opens over the page: the way of browsers without scripts, and of a click
//! before scripts are there.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use crate::address::without;
use crate::place::here_untracked;
use crate::reactive::effect;

/// Id of the document's empty form: buttons that scripts act on are parts of it and lead to pages without
/// scripts. They bring their addresses, and without one lead to the page at hand with nothing open over it.
pub const WAY: &str = "way";

/// Whether the address opens something, given by its query key.
pub fn asks_for(key: &str) -> bool {
    use_query_map().with_untracked(|query| query.get_str(key).is_some())
}

/// Takes out of the address what it opened, once that is closed.
pub fn leave_address(key: &'static str, is_open: Signal<bool>) {
    if !asks_for(key) {
        return;
    }
    let navigate = use_navigate();
    let here = use_location();
    effect(move || {
        let is_there = here.query.with_untracked(|query| query.get_str(key).is_some());
        if is_open.get() || !is_there {
            return;
        }
        let options =
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&without(&here_untracked(&here), &[key]), options);
    });
}

//! The browser's `localStorage`, which may be full, forbidden or absent: then what is kept there
//! lasts as long as the page.

use leptos::ev;
use leptos::prelude::{on_cleanup, window, window_event_listener};
use web_sys::{Storage, StorageEvent};

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Returns what is kept under a key.
pub(super) fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text under a key.
pub(super) fn write(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}

/// Forgets what is kept under a key.
pub(super) fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Returns the keys that begin with a prefix.
pub(super) fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    (0..storage.length().unwrap_or(0))
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}

/// Runs something whenever another tab changes what is kept, until the current owner is cleaned up.
pub(super) fn on_change(run: impl Fn(StorageEvent) + 'static) {
    let run: Box<dyn Fn(StorageEvent)> = Box::new(run);
    let listener = window_event_listener(ev::storage, run);
    on_cleanup(move || listener.remove());
}

//! Copying addresses.

use leptos::task::spawn_local;

use crate::components::toasts::{Toasts, use_toasts};
use crate::dom;
use crate::i18n::{Texts, use_i18n};

/// Copies addresses of this site and says so. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Share {
    toasts: Toasts,
    texts: Texts,
}

/// Returns what copies addresses.
pub fn use_share() -> Share {
    Share { toasts: use_toasts(), texts: use_i18n() }
}

impl Share {
    /// Copies the full address of a path.
    pub fn copy(self, path: String) {
        spawn_local(async move {
            if dom::copy(dom::address(&path)).await {
                self.toasts.say("copy", self.texts.toast_copied());
            } else {
                self.toasts.warn(self.texts.toast_not_copied());
            }
        });
    }
}

//! Short notices that leave by themselves. Never the only place where an action exists.

use std::time::Duration;

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;

/// Toasts at once; the oldest makes room.
const TOASTS_MAX: usize = 3;
/// Time a toast stays, and how often one that is being looked at asks again.
const STAY: Duration = Duration::from_secs(6);

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Toast {
    key: u32,
    icon: &'static str,
    text: String,
}

/// The notices that are shown. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next_key: StoredValue<u32>,
    is_held: RwSignal<bool>,
}

/// Gives everything below a place for notices.
pub fn provide_toasts() {
    provide_context(Toasts {
        shown: RwSignal::new(Vec::new()),
        next_key: StoredValue::new(0),
        is_held: RwSignal::new(false),
    });
}

/// Returns the place for notices.
pub fn use_toasts() -> Toasts {
    expect_context()
}

impl Toasts {
    /// Shows a notice about something that worked.
    pub fn say(self, icon: &'static str, text: impl Into<String>) {
        let key = self.next_key.get_value();
        self.next_key.set_value(key.wrapping_add(1));
        self.shown.update(|shown| {
            shown.push(Toast { key, icon, text: text.into() });
            let extra = shown.len().saturating_sub(TOASTS_MAX);
            shown.drain(..extra);
        });
        self.leave_later(key);
    }

    /// Shows a notice about something that failed.
    pub fn warn(self, text: impl Into<String>) {
        self.say("circle-alert", text);
    }

    fn leave_later(self, key: u32) {
        set_timeout(
            move || match self.is_held.try_get_untracked() {
                Some(true) => self.leave_later(key),
                Some(false) => self.remove(key),
                None => {}
            },
            STAY,
        );
    }

    fn remove(self, key: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.key != key));
    }
}

/// The region of notices; while it is hovered or holds the focus nothing leaves.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let t = use_i18n();
    let toasts = use_toasts();
    let hold = move |is_held| move |_| toasts.is_held.set(is_held);
    view! {
        <div
            class="toasts"
            role="region"
            aria-label=t.toast_region()
            on:pointerenter=move |_| toasts.is_held.set(true)
            on:pointerleave=move |_| toasts.is_held.set(false)
            on:focusin=hold(true)
            on:focusout=hold(false)
        >
            <div class="toast-stack">
                <For each=move || toasts.shown.get() key=|toast| toast.key let(toast)>
                    <div class="toast" role="status">
                        <Icon name=toast.icon />
                        <span class="toast-text">{toast.text}</span>
                        <button
                            class="toast-button"
                            type="button"
                            on:click=move |_| toasts.remove(toast.key)
                        >
                            {t.toast_dismiss()}
                        </button>
                    </div>
                </For>
            </div>
        </div>
    }
}

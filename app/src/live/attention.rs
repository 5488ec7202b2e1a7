//! Whether somebody looks at this tab: it is visible and has the focus.

use leptos::ev;
use leptos::prelude::*;

use crate::live::browser;
use crate::reactive::effect;

/// Returns a signal that is true while the tab is looked at; false on the server.
pub(super) fn watch() -> ReadSignal<bool> {
    let (is_attended, set_attended) = signal(false);
    effect(move || {
        let check = move || {
            let now = browser::is_attended();
            if is_attended.get_untracked() != now {
                set_attended.set(now);
            }
        };
        check();
        // `visibilitychange` is fired at the document and bubbles to the window.
        let listeners = [
            window_event_listener(ev::focus, move |_| check()),
            window_event_listener(ev::blur, move |_| check()),
            window_event_listener_untyped("visibilitychange", move |_| check()),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    });
    is_attended
}

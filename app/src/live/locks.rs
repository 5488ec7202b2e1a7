//! The browser's locks. What one tab holds no other tab has, and however a tab goes, be it by a
//! crash, its locks become free.

use std::cell::OnceCell;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use uuid::Uuid;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::live::browser;

thread_local! {
    static TAB: OnceCell<Uuid> = const { OnceCell::new() };
}

/// Returns the name of this tab, of which it holds the lock for as long as it lives.
pub(super) fn this_tab() -> Uuid {
    TAB.with(|tab| {
        *tab.get_or_init(|| {
            let tab = browser::new_key().0;
            // A promise that is never kept.
            request(tab, || Promise::new(&mut |_, _| {}).into());
            tab
        })
    })
}

/// Runs something once a tab is gone. Returns false where the browser has no locks, as on plain HTTP outside
/// loopback.
pub(super) fn once_gone(tab: Uuid, run: impl FnOnce() + 'static) -> bool {
    let granted = move || {
        run();
        JsValue::UNDEFINED
    };
    request(tab, granted)
}

/// Asks for a tab's lock; it is held until what `granted` returns is settled.
fn request(tab: Uuid, granted: impl FnOnce() -> JsValue + 'static) -> bool {
    let get = |of: &JsValue, key: &str| Reflect::get(of, &JsValue::from_str(key));
    let Ok(locks) = get(&window().navigator(), "locks") else { return false };
    let request = get(&locks, "request").map(JsCast::dyn_into::<Function>);
    let Ok(Ok(request)) = request else { return false };
    let name = JsValue::from_str(&format!("lyceum.tab.{tab}"));
    request.call2(&locks, &name, &Closure::once_into_js(granted)).is_ok()
}

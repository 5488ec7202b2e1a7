//! Keeps the viewer's zone and the server's time while the page is open.

use leptos::prelude::*;
use protocol::time::{Timestamp, Zone};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::api::viewer::load_zone;
use crate::live::browser;
use crate::reactive::effect;

const TICK_MS: u64 = 30_000;

/// Once in the browser: tells the server the zone if it did not know it, and moves the clock on.
pub(crate) fn keep(zone: RwSignal<Zone>, now: RwSignal<Timestamp>) {
    effect(move || {
        let ahead_ms = now.get_untracked().since_ms(browser::now());
        let tick = move || now.set(browser::now().plus_ms(ahead_ms));
        let interval = set_interval_with_handle(tick, std::time::Duration::from_millis(TICK_MS));
        on_cleanup(move || {
            if let Ok(interval) = interval {
                interval.clear();
            }
        });
        settle_zone(zone);
    });
}

fn settle_zone(zone: RwSignal<Zone>) {
    let Some(name) = device_zone() else { return };
    if zone.with_untracked(|zone| zone.name == name) {
        return;
    }
    browser::set_cookie("zone", &name);
    spawn_local(async move {
        if let Ok(loaded) = load_zone(name).await {
            zone.try_set(loaded);
        }
    });
}

/// Returns the device's IANA zone name.
fn device_zone() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let options = format.resolved_options();
    let name = js_sys::Reflect::get(&options, &JsValue::from_str("timeZone")).ok()?.as_string()?;
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte));
    is_plain.then_some(name)
}

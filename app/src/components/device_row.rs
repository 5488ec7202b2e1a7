//! One place where the viewer is signed in.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use protocol::session::Session;

use crate::api::sessions::end_session;
use crate::components::device_list::Devices;
use crate::components::icon::Icon;
use crate::i18n::use_i18n;
use crate::submission::Submission;
use crate::time_text::use_time;

/// What it is, when it was used, and the button that ends it.
#[component]
pub fn DeviceRow(
    /// The session.
    session: Session,
    /// The list that it is in.
    devices: Devices,
    /// What becomes of ending it.
    submission: Submission,
) -> impl IntoView {
    let t = use_i18n();
    let time = use_time();
    let Session { id, created_at, last_seen_at, is_current, .. } = session;
    let browser = session.browser.unwrap_or_else(|| t.settings_unknown_browser().to_owned());
    let name = match session.system {
        Some(system) => t.settings_browser_on(browser, system),
        None => browser,
    };
    let address = submission.address();
    let label = t.settings_end_named(name.clone());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        devices.begin();
        submission.send(Box::pin(async move {
            end_session(id).await?;
            devices.ended();
            Ok(())
        }));
    };
    let since = move || t.settings_signed_in_at(time.short(created_at));
    let seen = move || {
        if is_current {
            return t.settings_this_device().to_owned();
        }
        t.settings_seen_at(time.short(last_seen_at))
    };
    view! {
        <li class="device">
            <Icon name="monitor" />
            <div class="device-text">
                <strong>{name}</strong>
                <span class="device-note">
                    {move || seen()} " · " {move || since()}
                </span>
            </div>
            {(!is_current)
                .then(|| {
                    view! {
                        <form method="post" action=address on:submit=send>
                            <input type="hidden" name="session" value=id.to_string() />
                            <button class="button is-small" aria-label=label>
                                {t.settings_end()}
                            </button>
                        </form>
                    }
                })}
        </li>
    }
}

//! Changing one's password.

use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;
use protocol::fault::FaultCode;
use protocol::limits::PASSWORD_CHARS_MIN;

use crate::api::sessions::change_password;
use crate::components::device_list::Devices;
use crate::components::fault_notice::FaultNotice;
use crate::components::field::{Field, Purpose};
use crate::components::saved::Saved;
use crate::components::submit_button::SubmitButton;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::submission::Submission;

/// The form of the password: the present one and another one.
#[component]
pub fn PasswordForm(
    /// The list of devices, of which the others are signed out.
    devices: Devices,
) -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let submission = Submission::of("change_password");
    let form = NodeRef::<Form>::new();
    submission.focus_wrong_field(form);
    let is_saved = RwSignal::new(submission.is_done());
    let login = live.me().with_untracked(|me| me.login.clone());
    let (fault, whole) = (submission.fault(), submission.whole());
    let notice = Signal::derive(move || {
        let limited = fault.with(|fault| {
            let fault = fault.as_ref().filter(|fault| fault.code == FaultCode::RateLimited);
            fault.and_then(|fault| fault.retry_after_ms)
        });
        match limited {
            Some(ms) => {
                Some(t.sign_in_limited(u32::try_from(ms.div_ceil(60_000)).unwrap_or(u32::MAX)))
            }
            None => whole.get(),
        }
    });
    let sending = move |present: String, password: String| async move {
        live.begin_renewal();
        let changed = change_password(present, password).await;
        live.end_renewal();
        changed?;
        dom::clear("#set-present");
        dom::clear("#set-password");
        is_saved.try_set(true);
        devices.load();
        Ok(())
    };
    let send = {
        let submission = submission.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            is_saved.set(false);
            let typed = |selector| dom::find(selector).map(dom::value).unwrap_or_default();
            submission.send(Box::pin(sending(typed("#set-present"), typed("#set-password"))));
        }
    };
    view! {
        <form
            class="setting-form"
            method="post"
            action=submission.address()
            novalidate=true
            node_ref=form
            on:submit=send
        >
            <FaultNotice text=notice />
            // Password managers ask whose password it is.
            <input type="text" autocomplete="username" value=login readonly hidden />
            <Field
                id="set-present"
                name="present"
                label=t.settings_present()
                purpose=Purpose::PresentPassword
                error=submission.field("present")
            />
            <Field
                id="set-password"
                name="password"
                label=t.settings_new_password()
                purpose=Purpose::NewPassword
                hint=t.settings_password_hint(PASSWORD_CHARS_MIN)
                error=submission.field("password")
            />
            <div class="setting-actions">
                <SubmitButton
                    label=t.settings_change_password()
                    busy_label=t.settings_saving()
                    is_busy=submission.is_busy()
                />
                <Saved is_saved text=t.settings_password_changed() />
            </div>
        </form>
    }
}

//! Changing what one is called.

use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;

use crate::api::viewer::rename_me;
use crate::components::fault_notice::FaultNotice;
use crate::components::field::{Field, Purpose};
use crate::components::saved::Saved;
use crate::components::submit_button::SubmitButton;
use crate::dom;
use crate::i18n::use_i18n;
use crate::live::use_live;
use crate::submission::Submission;

/// The form of the display name.
#[component]
pub fn ProfileForm() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let submission = Submission::of("rename_me");
    let form = NodeRef::<Form>::new();
    submission.focus_wrong_field(form);
    let typed = submission.typed("display_name");
    let name = match typed.as_str() {
        "" => live.me().with_untracked(|me| me.display_name.clone()),
        _ => typed,
    };
    let is_saved = RwSignal::new(submission.is_done());
    let sending = move |name: String| async move {
        let me = rename_me(name).await?;
        live.take_me(me);
        is_saved.set(true);
        Ok(())
    };
    let send = {
        let submission = submission.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            is_saved.set(false);
            let name = dom::find("#set-name").map(dom::value).unwrap_or_default();
            submission.send(Box::pin(sending(name)));
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
            <FaultNotice text=submission.whole() />
            <Field
                id="set-name"
                name="display_name"
                label=t.settings_display_name()
                purpose=Purpose::Name
                hint=t.field_name_hint()
                value=name
                error=submission.field("display_name")
            />
            <div class="setting-actions">
                <SubmitButton
                    label=t.settings_save_name()
                    busy_label=t.settings_saving()
                    is_busy=submission.is_busy()
                />
                <Saved is_saved text=t.settings_saved() />
            </div>
        </form>
    }
}

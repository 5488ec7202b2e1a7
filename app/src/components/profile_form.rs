//! Changing what one is called.

use leptos::form::ActionForm;
use leptos::html::Form;
use leptos::prelude::*;

use crate::api::viewer::RenameMe;
use crate::components::fault_notice::FaultNotice;
use crate::components::field::{Field, Purpose};
use crate::components::icon::Icon;
use crate::components::submit_button::SubmitButton;
use crate::form_fault::FormFault;
use crate::i18n::use_i18n;
use crate::live::use_live;

/// The form of the display name.
#[component]
pub fn ProfileForm() -> impl IntoView {
    let t = use_i18n();
    let live = use_live();
    let action = ServerAction::<RenameMe>::new();
    let fault = FormFault::of(action, "rename_me");
    let form = NodeRef::<Form>::new();
    fault.focus_wrong_field(form);
    let typed = fault.typed("display_name");
    let name = match typed.as_str() {
        "" => live.me().with_untracked(|me| me.display_name.clone()),
        _ => typed,
    };
    let value = action.value();
    Effect::new(move |_| {
        if let Some(Ok(me)) = value.get() {
            live.take_me(me);
        }
    });
    let is_saved = move || value.with(|value| matches!(value, Some(Ok(_))));
    view! {
        <ActionForm action node_ref=form attr:class="setting-form" attr:novalidate=true>
            <FaultNotice text=fault.whole() />
            <Field
                id="set-name"
                name="display_name"
                label=t.settings_display_name()
                purpose=Purpose::Name
                hint=t.field_name_hint()
                value=name
                error=fault.field("display_name")
            />
            <div class="setting-actions">
                <SubmitButton
                    label=t.settings_save_name()
                    busy_label=t.settings_saving()
                    is_busy=action.pending()
                />
                <span class="saved" role="status">
                    {move || {
                        is_saved()
                            .then(|| {
                                view! {
                                    <Icon name="check" />
                                    {t.settings_saved()}
                                }
                            })
                    }}
                </span>
            </div>
        </ActionForm>
    }
}

//! A dialog around a form.

use leptos::ev::SubmitEvent;
use leptos::html::{Dialog, Form};
use leptos::prelude::*;

use crate::components::dialog_head::DialogHead;
use crate::components::fault_notice::FaultNotice;
use crate::components::overlay::WAY;
use crate::components::submit_button::SubmitButton;
use crate::dom;
use crate::i18n::use_i18n;
use crate::reactive::When;
use crate::submission::{Sending, Submission};

/// What a form dialog says around its fields.
#[derive(Clone, Copy)]
pub struct FormDialogTexts {
    /// What the dialog is for.
    pub title: &'static str,
    /// What its button does.
    pub submit: &'static str,
    /// What its button does, while it is doing it.
    pub busy: &'static str,
}

/// Title, fields, Cancel, and the button that sends. What is typed stays until it is sent.
#[component]
pub fn FormDialog(
    /// Id of the dialog, and with `-title` that of its title.
    id: &'static str,
    /// What it says.
    texts: FormDialogTexts,
    /// Whether it is open.
    is_open: RwSignal<bool>,
    /// Where the form goes.
    submission: Submission,
    /// Sends it from a script.
    send: Callback<(), Sending>,
    /// Whether it can be sent at all.
    #[prop(into)]
    can_send: Signal<bool>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let t = use_i18n();
    let (dialog, form) = (NodeRef::<Dialog>::new(), NodeRef::<Form>::new());
    dom::follow_dialog(dialog, is_open);
    submission.focus_wrong_field(form);
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    let (whole, is_busy) = (submission.whole(), submission.is_busy());
    let address = submission.address();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submission.send(send.run(()));
    };
    view! {
        <dialog
            class="dialog"
            id=id
            node_ref=dialog
            aria-labelledby=labelled_by
            open=is_open.get_untracked()
            on:close=move |_| dom::note_closed(dialog, is_open)
        >
            <form
                class="dialog-form"
                method="post"
                action=address
                novalidate=true
                node_ref=form
                on:submit=submit
            >
                <DialogHead id=title_id title=texts.title is_open />
                <div class="dialog-body">
                    <FaultNotice text=whole />
                    {children()}
                </div>
                <footer class="dialog-foot">
                    <button
                        class="button"
                        form=WAY
                        on:click=move |event| {
                            event.prevent_default();
                            is_open.set(false);
                        }
                    >
                        {t.dialog_cancel()}
                    </button>
                    <When holds=can_send>
                        <SubmitButton label=texts.submit busy_label=texts.busy is_busy />
                    </When>
                </footer>
            </form>
        </dialog>
    }
}

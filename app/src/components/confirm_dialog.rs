//! A question before something that cannot be taken back.

use leptos::ev::SubmitEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::components::fault_notice::FaultNotice;
use crate::components::overlay::WAY;
use crate::dom;
use crate::i18n::use_i18n;
use crate::submission::Submission;

/// What a question says.
#[derive(Clone, Copy)]
pub struct ConfirmTexts {
    /// The question.
    pub title: &'static str,
    /// What its button does.
    pub submit: &'static str,
}

/// Title, what will happen, Cancel, and the button that does it.
#[component]
pub fn ConfirmDialog(
    /// Prefix of the ids of its title and text.
    id: &'static str,
    /// What it says.
    texts: ConfirmTexts,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// Whether it is open.
    is_open: RwSignal<bool>,
    /// Where the browser itself sends the answer.
    submission: Submission,
    /// Does it from a script.
    confirm: Callback<()>,
    /// What it is about, in hidden fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let t = use_i18n();
    let dialog = NodeRef::<Dialog>::new();
    dom::follow_dialog(dialog, is_open);
    let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        is_open.set(false);
        confirm.run(());
    };
    view! {
        <dialog
            class="dialog is-small"
            node_ref=dialog
            role="alertdialog"
            aria-labelledby=title_id.clone()
            aria-describedby=text_id.clone()
            open=is_open.get_untracked()
            on:close=move |_| dom::note_closed(dialog, is_open)
        >
            <form class="dialog-form" method="post" action=submission.address() on:submit=submit>
                {children.map(|fields| fields())}
                <header class="dialog-head">
                    <h1 class="dialog-title" id=title_id.clone()>
                        {texts.title}
                    </h1>
                </header>
                <div class="dialog-body">
                    <FaultNotice text=submission.whole() />
                    <p id=text_id.clone()>{move || text.get()}</p>
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
                    <button class="button is-danger">{texts.submit}</button>
                </footer>
            </form>
        </dialog>
    }
}

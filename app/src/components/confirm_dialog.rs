//! A question before something that cannot be taken back.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::dom;
use crate::i18n::use_i18n;

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
    /// Does it.
    confirm: Callback<()>,
) -> impl IntoView {
    let t = use_i18n();
    let dialog = NodeRef::<Dialog>::new();
    dom::follow_dialog(dialog, is_open);
    let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
    view! {
        <dialog
            class="dialog is-small"
            node_ref=dialog
            role="alertdialog"
            aria-labelledby=title_id.clone()
            aria-describedby=text_id.clone()
            on:close=move |_| is_open.set(false)
        >
            <div class="dialog-form">
                <header class="dialog-head">
                    <h1 class="dialog-title" id=title_id.clone()>
                        {texts.title}
                    </h1>
                </header>
                <div class="dialog-body">
                    <p id=text_id.clone()>{move || text.get()}</p>
                </div>
                <footer class="dialog-foot">
                    <button class="button" type="button" on:click=move |_| is_open.set(false)>
                        {t.dialog_cancel()}
                    </button>
                    <button
                        class="button is-danger"
                        type="button"
                        on:click=move |_| {
                            is_open.set(false);
                            confirm.run(());
                        }
                    >
                        {texts.submit}
                    </button>
                </footer>
            </div>
        </dialog>
    }
}

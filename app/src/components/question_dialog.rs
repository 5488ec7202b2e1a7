//! The question before something that takes away: asked once, answered with a verb.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::components::confirmation::{Confirmation, Question};
use crate::components::fault_notice::FaultNotice;
use crate::dom;
use crate::fault_text::{fault_text, field_text};
use crate::i18n::use_i18n;
use crate::reactive::effect;
use crate::submission::Submission;

/// Asks and acts. The keyboard goes back to where it was, or to the panel if that is gone.
#[component]
pub fn QuestionDialog(
    /// What is asked.
    confirmation: Confirmation,
) -> impl IntoView {
    let t = use_i18n();
    let (asked, is_open) = (confirmation.asked, confirmation.is_open);
    let dialog = NodeRef::<Dialog>::new();
    dom::follow_dialog(dialog, is_open);
    let submission = Submission::of("");
    let (fault, is_busy) = (submission.fault(), submission.is_busy());
    let refused = Signal::derive(move || {
        fault.with(|fault| {
            let fault = fault.as_ref()?;
            Some(
                fault
                    .fields
                    .first()
                    .map_or_else(|| fault_text(t, fault), |field| field_text(t, field)),
            )
        })
    });
    let forget = submission.clone();
    effect(move || {
        if is_open.get() {
            forget.forget();
        }
    });
    let act = move |_| {
        let Some(question) = asked.get_untracked() else { return };
        submission.send(Box::pin(async move {
            question.act.run(()).await?;
            is_open.try_set(false);
            dom::after_paint(|| {
                if dom::is_focus_lost() {
                    dom::focus(dom::by_id("panel-close").or_else(|| dom::by_id("main")));
                }
            });
            Ok(())
        }));
    };
    let say = move |part: fn(&Question) -> String| {
        asked.with(|asked| asked.as_ref().map(part).unwrap_or_default())
    };
    view! {
        <dialog
            class="dialog is-small"
            node_ref=dialog
            role="alertdialog"
            aria-labelledby="confirm-title"
            aria-describedby="confirm-text"
            on:close=move |_| dom::note_closed(dialog, is_open)
        >
            <div class="dialog-form">
                <header class="dialog-head">
                    <h1 class="dialog-title" id="confirm-title" dir="auto">
                        {move || say(|it| it.title.clone())}
                    </h1>
                </header>
                <div class="dialog-body">
                    <p id="confirm-text">{move || say(|it| it.text.clone())}</p>
                    <FaultNotice text=refused />
                </div>
                <footer class="dialog-foot">
                    <button class="button" type="button" on:click=move |_| is_open.set(false)>
                        {t.dialog_cancel()}
                    </button>
                    <button
                        class="button is-danger"
                        type="button"
                        aria-busy=move || is_busy.get().then_some("true")
                        on:click=act
                    >
                        {move || say(|it| it.submit.to_owned())}
                    </button>
                </footer>
            </div>
        </dialog>
    }
}

//! The line below the box in which one writes.

use leptos::prelude::*;
use protocol::fault::{Fault, FieldCode};
use protocol::limits::{BODY_CHARS_MAX, OUTBOX_MESSAGES_MAX};

use crate::components::icon::Icon;
use crate::fault_text::fault_text;
use crate::i18n::{Texts, use_i18n};
use crate::reactive::When;

/// Characters from which on they are counted.
const COUNT_FROM: usize = 7_500;

/// Returns what is wrong with the words of a message, if anything is.
pub fn wrong_words(
    t: Texts,
    chars: Memo<usize>,
    fault: Signal<Option<Fault>>,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        if chars.get() > BODY_CHARS_MAX {
            return Some(t.composer_too_long(BODY_CHARS_MAX));
        }
        let fault = fault.get()?;
        match fault.fields.first() {
            Some(wrong) if wrong.code == FieldCode::Empty => Some(t.composer_empty().to_owned()),
            Some(wrong) if wrong.field == "outbox" => Some(t.composer_full(OUTBOX_MESSAGES_MAX)),
            Some(_) => Some(t.composer_too_long(BODY_CHARS_MAX)),
            None => Some(fault_text(t, &fault)),
        }
    })
}

/// How to write; near the limit the count, and in place of all else what is wrong.
#[component]
pub fn ComposerFoot(
    /// Id that the box's `aria-describedby` names.
    id: &'static str,
    /// What the keys do.
    keys: &'static str,
    /// Characters that are typed.
    chars: Memo<usize>,
    /// What is wrong, if anything is.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = use_i18n();
    let is_over = move || chars.get() > BODY_CHARS_MAX;
    let is_near = Memo::new(move |_| chars.get() >= COUNT_FROM);
    let wrong = Memo::new(move |_| error.get());
    let count_class = move || if is_over() { "composer-count is-over" } else { "composer-count" };
    let words = move || match wrong.get() {
        Some(error) => view! {
            <span class="composer-error" role="alert">
                <Icon name="circle-alert" />
                {error}
            </span>
        }
        .into_any(),
        None if is_near.get() => ().into_any(),
        None => view! {
            <span class="composer-hint">
                <b>{t.composer_bold()}</b>
                <i>{t.composer_italic()}</i>
                <code>{t.composer_code()}</code>
                "> "
                {t.composer_quote()}
            </span>
            <span class="composer-keys">{keys}</span>
        }
        .into_any(),
    };
    view! {
        <div class="composer-foot" id=id>
            {move || words()}
            <When holds=Signal::derive(move || is_near.get())>
                <span class=move || count_class()>
                    {move || format!("{} / {}", grouped(chars.get()), grouped(BODY_CHARS_MAX))}
                </span>
            </When>
        </div>
    }
}

/// Returns a number below a million with its thousands set apart.
fn grouped(n: usize) -> String {
    if n < 1_000 { n.to_string() } else { format!("{}\u{202f}{:03}", n / 1_000, n % 1_000) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(8_012), "8\u{202f}012");
    }
}

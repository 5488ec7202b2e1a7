//! The line below the box in which one writes.

use leptos::prelude::*;
use protocol::limits::BODY_CHARS_MAX;

use crate::components::icon::Icon;
use crate::i18n::use_i18n;
use crate::reactive::When;

/// Characters from which on they are counted.
const COUNT_FROM: usize = 7_500;

/// How to write; near the limit the count, and in place of all else what is wrong.
#[component]
pub fn ComposerFoot(
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
                <b>"**bold**"</b>
                <i>"*italic*"</i>
                <code>"`code`"</code>
                "> "
                {t.composer_quote()}
            </span>
            <span class="composer-keys">{t.composer_keys()}</span>
        }
        .into_any(),
    };
    view! {
        <div class="composer-foot" id="composer-foot">
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

//! Opening menus, and moving through them with the keyboard.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;

use crate::dom;

/// Opens a menu from its button, or closes it. The browser would do it by itself, and does without scripts; but
/// then the next key comes before the menu has the focus.
pub fn toggle_menu(menu: NodeRef<Div>, event: &MouseEvent) {
    let Some(menu) = menu.get_untracked() else { return };
    event.prevent_default();
    if menu.toggle_popover() == Ok(true) {
        dom::focus(dom::find_all(&menu, "[role=menuitem]").into_iter().next());
    }
}

/// Moves through a menu: arrows in a circle, Home, End, and first letters.
pub fn move_in_menu(menu: &web_sys::HtmlElement, event: &KeyboardEvent) {
    let items = dom::find_all(menu, "[role=menuitem]");
    let here = document().active_element();
    let index = items.iter().position(|item| here.as_ref() == Some(item.as_ref())).unwrap_or(0);
    let last = items.len().saturating_sub(1);
    let next = match event.key().as_str() {
        "ArrowDown" => Some(if index == last { 0 } else { index + 1 }),
        "ArrowUp" => Some(if index == 0 { last } else { index - 1 }),
        "Home" => Some(0),
        "End" => Some(last),
        letter if letter.chars().count() == 1 => {
            let letter = lowercase(letter);
            let begins = |item: &web_sys::HtmlElement| {
                let text = item.text_content().unwrap_or_default();
                lowercase(text.trim()).starts_with(&letter)
            };
            (1..=items.len())
                .map(|step| (index + step) % items.len())
                .find(|at| begins(&items[*at]))
        }
        _ => None,
    };
    if let Some(next) = next.and_then(|next| items.into_iter().nth(next)) {
        event.prevent_default();
        dom::focus(Some(next));
    }
}

/// The browser's own folding: Rust's brings its tables along.
fn lowercase(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

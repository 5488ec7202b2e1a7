//! What must be done to the DOM by hand: focus, dialogs, popovers, the clipboard. To be called
//! from event handlers and effects only: there is no DOM while a page is rendered.

use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

use crate::live::browser::set_cookie;
use crate::reactive::effect;
use crate::theme::Theme;

/// Returns the element with an id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Returns the first element that a selector finds.
pub fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// Returns all elements that a selector finds under a root, in document order.
pub fn find_all(root: &HtmlElement, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// Returns what is typed into an input.
pub fn value(input: HtmlElement) -> String {
    match input.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(other) => {
            other.dyn_into::<HtmlTextAreaElement>().map(|it| it.value()).unwrap_or_default()
        }
    }
}

/// Empties an input.
pub fn clear(selector: &str) {
    if let Some(input) = find(selector).and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
    {
        input.set_value("");
    }
}

/// Moves the keyboard to an element, if it is there.
pub fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // An element that cannot take focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Whether the keyboard is nowhere: what had it has left the page.
pub fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Whether the keyboard is on an element.
pub fn has_focus(element: &HtmlElement) -> bool {
    document().active_element().as_ref() == Some(element.as_ref())
}

/// Writes on an element what is to be known of it: a tooltip, and a screen reader's description.
pub fn describe(element: &HtmlElement, text: &str) {
    for name in ["title", "aria-description"] {
        // A fixed attribute name is never invalid.
        let _ = element.set_attribute(name, text);
    }
}

/// Takes off the reactions of a row what [`describe`] wrote on them.
pub fn forget_descriptions(row: &str) {
    let Some(row) = by_id(row) else { return };
    for chip in find_all(&row, ".reaction[aria-description]") {
        for name in ["title", "aria-description"] {
            // A fixed attribute name is never invalid.
            let _ = chip.remove_attribute(name);
        }
    }
}

/// Runs something after the page has been painted with what was just set.
pub fn after_paint(run: impl FnOnce() + 'static) {
    request_animation_frame(move || request_animation_frame(run));
}

/// Puts an element into the middle of its scroller.
pub fn centre(element: &HtmlElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Keeps a native modal dialog open exactly while a signal says so. The browser traps focus,
/// closes on Esc and gives focus back to the opener. The keyboard begins in the first field; in a
/// dialog that the server rendered open it stays where it is.
pub fn follow_dialog(dialog: NodeRef<Dialog>, is_open: RwSignal<bool>) {
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        let is_wanted = is_open.get();
        if !is_wanted && dialog.open() {
            dialog.close();
        }
        if !is_wanted || matches(&dialog, ":modal") {
            return;
        }
        let here = find("dialog[open] :focus");
        // Rendered open, it is not modal yet.
        dialog.set_open(false);
        // Refused only for a dialog that is out of the document.
        drop(dialog.show_modal());
        let field = find_all(&dialog, "input:not([type=hidden]), textarea").into_iter().next();
        focus(here.or(field));
    });
}

/// Follows a dialog that the browser closed. It says so a frame later: a dialog that was opened again meanwhile
/// stays.
pub fn note_closed(dialog: NodeRef<Dialog>, is_open: RwSignal<bool>) {
    if dialog.get_untracked().is_none_or(|dialog| !dialog.open()) {
        is_open.set(false);
    }
}

/// Says that the page is taken over: what was clicked before then happens.
pub fn declare_awake() {
    if let Some(html) = document().document_element() {
        // A fixed attribute name is never invalid.
        let _ = html.set_attribute("data-awake", "");
    }
}

/// Copies a text; says whether the browser let it.
pub async fn copy(text: String) -> bool {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(&text)).await.is_ok()
}

/// Returns the full address of a path of this site.
pub fn address(path: &str) -> String {
    format!("{}{path}", window().location().origin().unwrap_or_default())
}

/// Listens to every key press of the page while the caller's owner lives.
pub fn on_key(handle: impl Fn(KeyboardEvent) + 'static) {
    let mut handle = Some(handle);
    effect(move || {
        if let Some(handle) = handle.take() {
            let listener = window_event_listener(ev::keydown, handle);
            on_cleanup(move || listener.remove());
        }
    });
}

/// Loads the page anew.
pub fn reload() {
    // Refused only while the page is being left.
    let _ = window().location().reload();
}

/// Whether an element fits a selector.
pub fn matches(element: &HtmlElement, selector: &str) -> bool {
    element.matches(selector).unwrap_or(false)
}

/// Whether a dialog or a menu is open, to which Esc belongs.
pub fn has_overlay() -> bool {
    find("dialog[open], [popover]:popover-open").is_some()
}

/// Applies a theme to the page and keeps it for the next one.
pub fn show_theme(theme: Theme) {
    let Some(html) = document().document_element() else { return };
    // A fixed attribute name is never invalid.
    let _ = match theme {
        Theme::System => html.remove_attribute("data-theme"),
        Theme::Light | Theme::Dark => html.set_attribute("data-theme", theme.as_str()),
    };
    set_cookie("theme", theme.as_str());
}

/// Whether the window fits a media query.
pub fn fits(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Takes parts of the page out of reach, or brings them back.
pub fn set_inert(selector: &str, is_inert: bool) {
    let Some(body) = document().body() else { return };
    for element in find_all(&body, selector) {
        // A fixed attribute name is never invalid.
        let _ = element.toggle_attribute_with_force("inert", is_inert);
    }
}

//! Which row of the log the keyboard is on: one tab stop, moved by arrows.

use leptos::prelude::*;
use protocol::id::MessageId;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, KeyboardEvent};

use crate::address::{DELETE, EDIT};
use crate::api::refusal::is_refused;
use crate::components::editor_focus::focus_if_lost;
use crate::components::overlay::asks_for;
use crate::dom;
use crate::opening::use_first_page;
use crate::reactive::effect;

/// The one row that Tab reaches, by its element's id. Cheap to copy.
#[derive(Clone, Copy)]
pub struct LogFocus {
    chosen: RwSignal<Option<String>>,
    current: Memo<Option<String>>,
    marked: RwSignal<Option<MessageId>>,
    first: StoredValue<Option<MessageId>>,
}

/// Gives the rows below a shared tab stop; `ids` are the rows' element ids in order. The message
/// that the page was opened for begins marked.
pub fn provide_log_focus(ids: Memo<Vec<String>>, marked: Option<MessageId>) -> LogFocus {
    let chosen = RwSignal::new(None::<String>);
    let current = Memo::new(move |_| {
        ids.with(|ids| chosen.get().filter(|id| ids.contains(id)).or_else(|| ids.last().cloned()))
    });
    follow_rows(ids, chosen);
    let is_asked =
        use_first_page().is_shown() && !is_refused() && !asks_for(DELETE) && !asks_for(EDIT);
    let first = StoredValue::new(marked.filter(|_| is_asked));
    let focus = LogFocus { chosen, current, marked: RwSignal::new(marked), first };
    effect(move || first.set_value(None));
    provide_context(focus);
    focus
}

/// When the row with the keyboard leaves, the one in its place takes over.
fn follow_rows(ids: Memo<Vec<String>>, chosen: RwSignal<Option<String>>) {
    let index = StoredValue::new(0);
    effect(move || {
        let Some(id) = chosen.get() else { return };
        let heir = ids.with(|ids| {
            if let Some(found) = ids.iter().position(|other| *other == id) {
                index.set_value(found);
                return None;
            }
            ids.get(index.get_value()).or_else(|| ids.last()).cloned()
        });
        if let Some(heir) = heir {
            chosen.set(Some(heir.clone()));
            focus_if_lost(heir);
        }
    });
}

/// Returns the tab stop of the log at hand.
pub fn use_log_focus() -> LogFocus {
    expect_context()
}

impl LogFocus {
    /// Whether a row is the tab stop. A memo for each row: a `Selector` would watch with an effect
    /// that the server runs too, after the page that it watches is gone.
    pub fn is_current(self, id: String) -> Signal<bool> {
        let current = self.current;
        Memo::new(move |_| current.with(|current| current.as_deref() == Some(id.as_str()))).into()
    }

    /// Whether a message is the one that was asked for.
    pub fn is_marked(self, id: MessageId) -> Signal<bool> {
        Signal::derive(move || self.marked.get() == Some(id))
    }

    /// Whether the page opens with the keyboard on a message: without scripts it is scrolled to.
    pub fn begins_at(self, id: MessageId) -> bool {
        self.first.get_value() == Some(id)
    }

    /// Marks the message that was asked for.
    pub fn mark(self, id: MessageId) {
        self.marked.set(Some(id));
    }

    /// Takes the row in which something got focus as the tab stop.
    pub fn take(self, target: Option<EventTarget>) {
        if let Some(row) = target.and_then(row_of) {
            self.chosen.set(Some(row.id()));
        }
    }
}

/// Moves the focus with the arrow keys: up and down over rows, sideways over a row's actions.
pub fn move_focus(log: &HtmlElement, event: &KeyboardEvent) {
    let Some(row) = event.target().filter(|target| !is_field(target)).and_then(row_of) else {
        return;
    };
    let has_modifier = event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key();
    if has_modifier {
        return;
    }
    let key = event.key();
    let (stops, here) = match key.as_str() {
        "ArrowLeft" | "ArrowRight" => {
            let here = document().active_element();
            (dom::find_all(&row, ".row-actions button"), here)
        }
        "ArrowUp" | "ArrowDown" | "Home" | "End" => {
            (dom::find_all(log, "article.row"), Some(row.clone().into()))
        }
        _ => return,
    };
    let index = stops.iter().position(|stop| here.as_ref() == Some(stop.as_ref()));
    let next = match (key.as_str(), index) {
        ("Home", _) => Some(0),
        ("End", _) => stops.len().checked_sub(1),
        ("ArrowUp" | "ArrowLeft", Some(index)) => index.checked_sub(1),
        ("ArrowDown" | "ArrowRight", Some(index)) => Some(index + 1),
        _ => None,
    };
    if let Some(next) = next.and_then(|next| stops.into_iter().nth(next)) {
        event.prevent_default();
        dom::focus(Some(next));
    }
}

/// Whether the arrows move within something.
fn is_field(target: &EventTarget) -> bool {
    target.dyn_ref::<HtmlElement>().is_some_and(|element| dom::matches(element, "textarea"))
}

/// Returns the row that something is in.
fn row_of(target: EventTarget) -> Option<HtmlElement> {
    let element = target.dyn_into::<Element>().ok()?;
    element.closest("article.row").ok()??.dyn_into().ok()
}

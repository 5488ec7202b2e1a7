//! Where the keyboard is while a message is edited, and where it goes afterwards.

use leptos::html::Textarea;
use leptos::prelude::*;

use crate::components::message_row::row_id;
use crate::dom;
use crate::live::ChannelLive;
use crate::live::channel::BegunIn;
use crate::reactive::effect;

/// The box takes the keyboard whenever an edit is begun, with the caret at the end. When the editor
/// goes, the keyboard goes back to where it came from.
pub fn follow_focus(channel: ChannelLive, input: NodeRef<Textarea>) {
    let editing = channel.editing();
    let begun_in = editing.begun_in();
    effect(move || {
        if let (Some(input), Some(_)) = (input.get(), begun_in.get()) {
            let end = u32::try_from(input.value().encode_utf16().count()).unwrap_or(u32::MAX);
            let _ = input.focus();
            // Refused only for inputs without text.
            let _ = input.set_selection_range(end, end);
        }
    });
    let message = editing.message().get_untracked();
    on_cleanup(move || {
        // While the editor goes, the page may be going as well.
        let beginning = begun_in.try_get_untracked().flatten();
        let is_over = editing.message().try_get_untracked() == Some(None);
        match message.filter(|_| is_over) {
            Some(_) if beginning == Some(BegunIn::Composer) => focus_composer(),
            Some(id) => focus_if_lost(row_id(id)),
            None => {}
        }
    });
}

/// Moves the keyboard to the box for new messages, or to why there is none, unless it is somewhere by
/// then.
pub fn focus_composer() {
    focus_if_lost("composer-input".to_owned());
    focus_if_lost("composer-blocked".to_owned());
}

/// Moves the keyboard to an element, by its id, once the page is painted without what had it.
pub fn focus_if_lost(id: String) {
    dom::after_paint(move || {
        if dom::is_focus_lost() {
            dom::focus(dom::by_id(&id));
        }
    });
}

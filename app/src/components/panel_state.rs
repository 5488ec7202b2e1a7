//! Which panel stands beside the stream. The address says it, so that Back closes it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

/// The query key that names the panel.
pub const PANEL: &str = "panel";

/// A panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The people who read here.
    Members,
    /// The pinned messages.
    Pins,
}

impl Panel {
    /// Returns what the address calls the panel.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Pins => "pins",
        }
    }

    /// Returns the id of the button that opens it, to which the focus returns.
    pub const fn button_id(self) -> &'static str {
        match self {
            Self::Members => "members-button",
            Self::Pins => "pins-button",
        }
    }
}

/// The panel and the ways to change it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct PanelState {
    shown: Memo<Option<Panel>>,
    go: StoredValue<Box<dyn Fn(Option<Panel>) + Send + Sync>>,
}

/// Returns the panel of the page at hand.
pub fn use_panel() -> PanelState {
    let query = use_query_map();
    let pathname = use_location().pathname;
    let navigate = use_navigate();
    let shown = Memo::new(move |_| {
        query.with(|query| {
            let asked = query.get_str(PANEL)?;
            [Panel::Members, Panel::Pins].into_iter().find(|panel| panel.name() == asked)
        })
    });
    let go = move |panel: Option<Panel>| {
        let path = pathname.get_untracked();
        let address = match panel {
            Some(panel) => format!("{path}?{PANEL}={}", panel.name()),
            None => path,
        };
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    PanelState { shown, go: StoredValue::new(Box::new(go)) }
}

impl PanelState {
    /// Returns the panel that is open.
    pub fn shown(self) -> Option<Panel> {
        self.shown.get()
    }

    /// Opens a panel, or closes it if it is open.
    pub fn toggle(self, panel: Panel) {
        let next = (self.shown.get_untracked() != Some(panel)).then_some(panel);
        self.go.with_value(|go| go(next));
    }

    /// Closes whatever panel is open.
    pub fn close(self) {
        self.go.with_value(|go| go(None));
    }
}

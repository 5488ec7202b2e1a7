//! The drawing beside the entry forms.

use leptos::prelude::*;

const LINES: &str = "M12 29 113 1 214 29ZM18 29h190v9H18ZM0 127h226M11 119h204M20 112h188M28 38h24v5h-24Z\
    M28 107h24v5h-24ZM32 43v64M37 43v64M43 43v64M48 43v64M62.5 38h24v5h-24ZM62.5 107h24v5h-24Z\
    M66.5 43v64M71.5 43v64M77.5 43v64M82.5 43v64M97 38h24v5h-24ZM97 107h24v5h-24ZM101 43v64\
    M106 43v64M112 43v64M117 43v64M131.5 38h24v5h-24ZM131.5 107h24v5h-24ZM135.5 43v64\
    M140.5 43v64M146.5 43v64M151.5 43v64M166 38h24v5h-24ZM166 107h24v5h-24ZM170 43v64\
    M175 43v64M181 43v64M186 43v64";

/// A temple front in one line weight: decoration.
#[component]
pub fn Temple() -> impl IntoView {
    view! {
        <svg class="temple" viewBox="0 0 226 128" aria-hidden="true">
            <path d=LINES></path>
        </svg>
    }
}

//! A person's coloured square.

use leptos::prelude::*;
use protocol::user::initials;

/// The square with a person's initials; their name always stands beside it.
#[component]
pub fn Avatar(
    /// What the person is called.
    name: String,
    /// The colour, 0 to 11.
    hue: u8,
    /// Size class, such as `is-32`; 36 px without one.
    #[prop(optional)]
    size: &'static str,
) -> impl IntoView {
    let class = ["avatar", size, &format!("hue-{hue}")].join(" ").replace("  ", " ");
    view! {
        <span class=class aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

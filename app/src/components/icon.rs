//! Icons, by name, from the one sprite.

use leptos::prelude::*;

use crate::assets::use_assets;

/// An icon of the sprite: decoration only, so whatever it stands for must also be said in words.
#[component]
pub fn Icon(
    /// The symbol's name, as in `style/icons.txt`.
    name: &'static str,
    /// Modifier classes, such as `is-18`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() { "icon".to_owned() } else { format!("icon {class}") };
    let href = use_assets().url(&format!("icons.svg#{name}"));
    view! {
        <svg class=class aria-hidden="true">
            <use href=href></use>
        </svg>
    }
}

//! Effects and changing views that are compiled once, whatever closure they are given. Each type of closure
//! would otherwise bring its own copy of the reactive machinery into the WASM.

use leptos::prelude::*;

/// Runs something now and whenever a signal that it read has changed; in the browser only.
pub fn effect(mut run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut(Option<()>)> = Box::new(move |_| run());
    Effect::new(run);
}

/// Shows what the closure returns, anew whenever a signal that it read has changed.
pub fn changing(mut view: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    // The macro takes closures that it sees apart from their type.
    view! { {move || view()} }.into_any()
}

/// Holds from the first time on that a condition held.
pub fn once(condition: Signal<bool>) -> Signal<bool> {
    Memo::new(move |held| held == Some(&true) || condition.get()).into()
}

/// Shows something while a condition holds. While it goes on holding, what is shown stays.
#[component]
pub fn When(
    /// The condition.
    #[prop(into)]
    holds: Signal<bool>,
    /// What is shown.
    children: ChildrenFn,
) -> impl IntoView {
    let holds = Memo::new(move |_| holds.get());
    changing(move || if holds.get() { children() } else { ().into_any() })
}

//! The frame of sign-in, sign-up and setup.

use leptos::either::Either;
use leptos::prelude::*;

use crate::entry::entry_aside::EntryAside;
use crate::entry::language_choice::LanguageChoice;
use crate::entry::setup_head::SetupHead;

/// What stands beside an entry form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// What the product is: for people who come to a running site.
    Welcome,
    /// Nothing: for the one who sets the site up.
    Setup,
}

/// A card with a title, a line about it, and a form.
#[component]
pub fn EntryCard(
    /// What stands beside the form.
    kind: EntryKind,
    /// The page's title.
    #[prop(into)]
    title: String,
    /// The line below it.
    #[prop(into)]
    note: String,
    /// The form.
    children: Children,
) -> impl IntoView {
    let is_setup = kind == EntryKind::Setup;
    view! {
        <main class="entry" id="main">
            <div class=if is_setup { "entry-card is-single" } else { "entry-card" }>
                {(!is_setup).then(|| view! { <EntryAside /> })} <div class="entry-main">
                    {if is_setup {
                        Either::Left(view! { <SetupHead /> })
                    } else {
                        Either::Right(())
                    }} <h1 class="entry-title">{title}</h1> <p class="entry-note">{note}</p>
                    {children()} <LanguageChoice />
                </div>
            </div>
        </main>
    }
}

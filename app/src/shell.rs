//! The documents around the pages.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::api::document::{chosen_theme, declare_language, declare_policy, refusal};
use crate::api::texts::{PageLanguage, table_file};
use crate::assets::Assets;
use crate::components::overlay::WAY;
use crate::entry::EntryApp;
use crate::i18n::Locale;

/// Fonts that the first paint needs.
const FONTS: [&str; 2] = ["fonts/inter.woff2", "fonts/source-serif.woff2"];
const VIEWPORT: &str = "width=device-width, initial-scale=1, viewport-fit=cover, \
                        interactive-widget=resizes-content";

/// Renders the document of a page that the browser takes over; the build's files are in
/// `options.site_pkg_dir`.
pub fn shell(options: LeptosOptions) -> AnyView {
    let assets = Assets::new(&options.site_pkg_dir);
    let table = assets.url(&table_file(PageLanguage::current().locale().tag()));
    let scripts = view! {
        // What stands below the messages must not push them up: nothing is painted before it is there.
        <link rel="expect" href=format!("#{WAY}") blocking="render" />
        <script type="module" src=assets.url("early.js")></script>
        // Fetched beside the code that waits for it (`api::texts::load`). No `preload`: browsers complain
        // about one that is not used for some seconds, and the code may take longer.
        <link rel="prefetch" href=table />
        <HydrationScripts options defer=true />
    };
    let app = view! {
        <App />
        <form id=WAY method="get" hidden></form>
    };
    document(&assets, scripts.into_any(), app.into_any())
}

/// Renders the document of a page without a session: plain HTML with one small script. What the next
/// page will need is fetched meanwhile.
pub fn entry_shell(options: LeptosOptions) -> AnyView {
    let assets = Assets::new(&options.site_pkg_dir);
    let table = table_file(PageLanguage::current().locale().tag());
    let next = ["frontend.js", "frontend_bg.wasm", &table].map(|file| {
        view! { <link rel="prefetch" href=assets.url(file) /> }
    });
    let scripts = view! {
        <script type="module" src=assets.url("entry.js")></script>
        {next}
    };
    document(&assets, scripts.into_any(), view! { <EntryApp /> }.into_any())
}

fn document(assets: &Assets, scripts: AnyView, app: AnyView) -> AnyView {
    declare_policy();
    let locale = PageLanguage::current().locale();
    declare_language(locale.tag());
    let refusal = refusal().and_then(|refusal| serde_json::to_string(&refusal).ok());
    let fonts = FONTS.map(|font| {
        let href = assets.url(font);
        view! { <link rel="preload" href=href r#as="font" type="font/woff2" crossorigin="" /> }
    });
    view! {
        <!DOCTYPE html>
        <html
            lang=locale.tag()
            dir=direction(locale)
            data-theme=chosen_theme()
            data-build=assets.build().to_owned()
            data-refusal=refusal
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content=VIEWPORT />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href=assets.url("favicon.svg") type="image/svg+xml" />
                {fonts}
                <link rel="stylesheet" href=assets.url("style.css") />
                {scripts}
                <MetaTags />
            </head>
            <body>{app}</body>
        </html>
    }
    .into_any()
}

/// Returns the direction of a language's script, for `<html dir>`.
fn direction(locale: Locale) -> &'static str {
    match locale {
        Locale::En | Locale::De => "ltr",
        Locale::PSEUDO => "rtl",
    }
}

//! The document around the app.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::api::document::{chosen_theme, declare_policy};
use crate::assets::Assets;
use crate::i18n::{Locale, Texts};

/// Fonts that the first paint needs.
const FONTS: [&str; 2] = ["fonts/inter.woff2", "fonts/source-serif.woff2"];
const VIEWPORT: &str = "width=device-width, initial-scale=1, viewport-fit=cover, \
                        interactive-widget=resizes-content";

/// Renders the HTML document; the build's files are in `options.site_pkg_dir`.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    declare_policy();
    let assets = Assets::new(&options.site_pkg_dir);
    let texts = Texts::new(Locale::En);
    let fonts = FONTS.map(|font| {
        let href = assets.url(font);
        view! { <link rel="preload" href=href r#as="font" type="font/woff2" crossorigin="" /> }
    });
    view! {
        <!DOCTYPE html>
        <html
            lang=texts.lang()
            dir=texts.dir()
            data-theme=chosen_theme()
            data-build=assets.build().to_owned()
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content=VIEWPORT />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href=assets.url("favicon.svg") type="image/svg+xml" />
                {fonts}
                <link rel="stylesheet" href=assets.url("style.css") />
                <HydrationScripts options defer=true />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

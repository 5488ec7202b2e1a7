//! The texts of the page at hand. The server picks the language: the account's, else the one of the
//! `language` cookie, else what the browser accepts. The browser loads the table of the language in
//! which its page was written.

#[cfg(not(feature = "ssr"))]
pub use browser::{PageLanguage, load, load_emoji};
#[cfg(feature = "ssr")]
pub use request::{PageLanguage, load_emoji};

/// Returns the file with a language's table, beside the other files of the build.
pub(crate) fn table_file(tag: &str) -> String {
    format!("texts.{tag}.txt")
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use std::sync::OnceLock;

    use gloo_timers::future::TimeoutFuture;
    use leptos::prelude::{document, window};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::Response;

    use super::table_file;
    use crate::assets::Assets;
    use crate::i18n::{Locale, TEXTS};

    /// The page's language and its table, once it is loaded.
    static LOADED: OnceLock<(Locale, Vec<&'static str>)> = OnceLock::new();

    /// Wait before another attempt: doubled each time, up to the last.
    const RETRY_AFTER_MS: [u32; 2] = [500, 16_000];

    /// The language of the page. It has no size: every handler of the page holds one.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct PageLanguage;

    #[expect(clippy::unused_self, reason = "the server's half has one for each request")]
    impl PageLanguage {
        pub(crate) const fn current() -> Self {
            Self
        }

        pub(crate) fn locale(self) -> Locale {
            LOADED.get().map_or(Locale::En, |(locale, _)| *locale)
        }

        #[inline(never)]
        pub(crate) fn line(self, index: usize) -> &'static str {
            LOADED.get().and_then(|(_, table)| table.get(index)).copied().unwrap_or_default()
        }
    }

    /// Loads the table of the page's language, which the document begins to fetch beside this code. A
    /// server that cannot be reached is tried again: the page stays plain HTML meanwhile. Fails if the
    /// build is gone, which only loading the page again would mend.
    pub async fn load() -> Result<(), JsValue> {
        let html = document().document_element();
        let tag = html.and_then(|html| html.get_attribute("lang")).unwrap_or_default();
        let mut known = Locale::ALL.into_iter().chain([Locale::PSEUDO]);
        let locale = known.find(|locale| locale.tag() == tag).ok_or("an unknown language")?;
        let address = Assets::of_this_page().url(&table_file(&tag));
        let [mut wait_ms, wait_ms_max] = RETRY_AFTER_MS;
        let text = loop {
            match fetch(&address).await {
                Ok(Some(text)) => break text,
                Ok(None) => return Err("the texts of this build are gone".into()),
                Err(_) => TimeoutFuture::new(wait_ms).await,
            }
            wait_ms = (wait_ms * 2).min(wait_ms_max);
        };
        // It lives as long as the page.
        let table: Vec<&str> = text.leak().split('\n').collect();
        if table.len() != TEXTS {
            return Err("the texts are those of another build".into());
        }
        LOADED.set((locale, table)).map_err(|_| "the texts are loaded already".into())
    }

    /// Returns the list of emoji in the page's language; none if it cannot be had now.
    pub async fn load_emoji() -> Option<String> {
        let file = format!("emoji.{}.txt", PageLanguage.locale().tag());
        fetch(&Assets::of_this_page().url(&file)).await.ok().flatten()
    }

    /// Returns the text at an address, none if there is nothing.
    async fn fetch(address: &str) -> Result<Option<String>, JsValue> {
        let response = JsFuture::from(window().fetch_with_str(address)).await?;
        let response: Response = response.unchecked_into();
        if response.status() == 404 {
            return Ok(None);
        }
        if !response.ok() {
            return Err(JsValue::NULL);
        }
        Ok(JsFuture::from(response.text()?).await?.as_string())
    }
}

#[cfg(feature = "ssr")]
mod request {
    use crate::api::context::Context;
    use crate::i18n::{Locale, TEXTS};
    use crate::tables::table;

    /// The language of the page that is being rendered.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct PageLanguage(Locale);

    impl PageLanguage {
        /// Returns what the request wants; English where there is no request.
        pub(crate) fn current() -> Self {
            Self(Context::current().map_or(Locale::En, |context| context.locale()))
        }

        /// Returns a language.
        #[cfg(test)]
        pub(crate) const fn of(locale: Locale) -> Self {
            Self(locale)
        }

        pub(crate) const fn locale(self) -> Locale {
            self.0
        }

        pub(crate) const fn line(self, index: usize) -> &'static str {
            table(self.0)[index]
        }
    }

    /// Only browsers show the list.
    pub async fn load_emoji() -> Option<String> {
        std::future::ready(None).await
    }

    // Both are generated from the same files.
    const _: () = assert!(table(Locale::En).len() == TEXTS, "every key has its line");
}

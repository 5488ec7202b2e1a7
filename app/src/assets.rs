//! Where this build's files lie: `/pkg/<build>/`, immutable, so a page never mixes two builds.

use leptos::prelude::*;

use crate::api::document;

/// The folder of this build's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    build: String,
}

impl Assets {
    /// Takes the folder from the document's options, such as `pkg/1f2e3d`.
    pub fn new(site_pkg_dir: &str) -> Self {
        let folder = site_pkg_dir.trim_matches('/');
        let build = folder.rsplit_once('/').map_or("", |(_, build)| build);
        Self { build: build.to_owned() }
    }

    /// Takes the build from the request, or from the document that stands in the browser.
    pub fn of_this_page() -> Self {
        Self { build: document::build() }
    }

    /// Returns the build.
    pub fn build(&self) -> &str {
        &self.build
    }

    /// Returns the address of one of the build's files.
    pub fn url(&self, file: &str) -> String {
        if self.build.is_empty() {
            format!("/pkg/{file}")
        } else {
            format!("/pkg/{}/{file}", self.build)
        }
    }
}

/// Returns the assets of the page at hand.
pub fn use_assets() -> Assets {
    expect_context()
}

//! The fonts, under names that do not change with their packages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::places;

/// Name in the site, and the file below `@fontsource-variable`.
const FONTS: [(&str, &str); 6] = [
    ("inter.woff2", "inter/files/inter-latin-wght-normal.woff2"),
    ("inter-ext.woff2", "inter/files/inter-latin-ext-wght-normal.woff2"),
    ("inter-italic.woff2", "inter/files/inter-latin-wght-italic.woff2"),
    ("source-serif.woff2", "source-serif-4/files/source-serif-4-latin-wght-normal.woff2"),
    ("source-serif-ext.woff2", "source-serif-4/files/source-serif-4-latin-ext-wght-normal.woff2"),
    ("jetbrains-mono.woff2", "jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2"),
];

/// Copies the fonts into a folder of the site.
pub(super) fn copy(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let packages = places::root().join("style/node_modules/@fontsource-variable");
    for (name, file) in FONTS {
        fs::copy(packages.join(file), folder.join(name))
            .with_context(|| format!("could not copy the font {name}"))?;
    }
    Ok(())
}

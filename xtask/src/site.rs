//! The browser half as the server embeds it: `target/site/` with WASM, JavaScript, texts, CSS, icons and fonts,
//! each with its ready-made brotli and gzip copies beside it.

mod budget;
mod bundler;
mod compress;
mod emoji;
mod fonts;
mod icons;
mod inputs;
mod styles;
mod texts;
mod wasm;

use std::fs;

use anyhow::{Context, Result};

use crate::places;
use crate::wasm_toolchain::WasmToolchain;

/// Builds what is out of date, prints the sizes, and fails when a budget is broken.
pub(crate) fn build(toolchain: WasmToolchain) -> Result<()> {
    fs::create_dir_all(places::site()).context("could not create target/site")?;
    styles::build()?;
    texts::build()?;
    emoji::build()?;
    wasm::build(toolchain)?;
    budget::check()
}

//! The style sheet, the icon sprite, the fonts, the favicon, and the script of the pages without WASM.

use std::fs;

use anyhow::{Context, Result};

use super::inputs::Inputs;
use super::{bundler, compress, fonts, icons};
use crate::places;

const INPUTS: [&str; 3] = ["style", "frontend/entry.js", "xtask/src/site"];

/// Builds `style.css`, `entry.js`, `icons.svg`, `favicon.svg` and `fonts/` when something they are made
/// from changed.
pub(super) fn build() -> Result<()> {
    let inputs = Inputs::of("styles", &INPUTS, "")?;
    if inputs.are_built(&["style.css", "entry.js", "icons.svg", "favicon.svg", "fonts"]) {
        return Ok(());
    }
    println!("site: style sheet, icons, fonts");
    let style = places::root().join("style");
    let site = places::site();
    bundler::bundle(&style.join("index.css"), &site.join("style.css"))?;
    bundler::bundle(&places::root().join("frontend/entry.js"), &site.join("entry.js"))?;
    let names =
        fs::read_to_string(style.join("icons.txt")).context("could not read style/icons.txt")?;
    fs::write(site.join("icons.svg"), icons::sprite(&names)?)?;
    fs::copy(style.join("favicon.svg"), site.join("favicon.svg"))
        .context("could not copy style/favicon.svg")?;
    fonts::copy(&site.join("fonts"))?;
    compress::beside(&["style.css", "entry.js", "icons.svg", "favicon.svg"])?;
    inputs.note()
}

//! The style sheet, the icon sprite, the fonts and the favicon.

use std::fs;

use anyhow::{Context, Result};

use super::inputs::Inputs;
use super::{bundler, compress, fonts, icons};
use crate::places;

const INPUTS: [&str; 2] = ["style", "xtask/src/site"];

/// Builds `style.css`, `icons.svg`, `favicon.svg` and `fonts/` when `style/` changed.
pub(super) fn build() -> Result<()> {
    let inputs = Inputs::of("styles", &INPUTS, "")?;
    if inputs.are_built(&["style.css", "icons.svg", "favicon.svg", "fonts"]) {
        return Ok(());
    }
    println!("site: style sheet, icons, fonts");
    let style = places::root().join("style");
    let site = places::site();
    bundler::bundle(&style.join("index.css"), &site.join("style.css"))?;
    let names =
        fs::read_to_string(style.join("icons.txt")).context("could not read style/icons.txt")?;
    fs::write(site.join("icons.svg"), icons::sprite(&names)?)?;
    fs::copy(style.join("favicon.svg"), site.join("favicon.svg"))
        .context("could not copy style/favicon.svg")?;
    fonts::copy(&site.join("fonts"))?;
    compress::beside(&["style.css", "icons.svg", "favicon.svg"])?;
    inputs.note()
}

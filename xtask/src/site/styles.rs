//! The style sheet, the icon sprite, the fonts, the favicon, and the scripts beside the WASM.

use std::fs;

use anyhow::{Context, Result};

use super::inputs::Inputs;
use super::{bundler, compress, fonts, icons};
use crate::places;

const INPUTS: [&str; 4] = ["style", "frontend/entry.js", "frontend/early.js", "xtask/src/site"];
/// Of the pages without WASM, and of the others until it is there.
const SCRIPTS: [&str; 2] = ["entry.js", "early.js"];

/// Builds `style.css`, the scripts, `icons.svg`, `favicon.svg` and `fonts/` when something they are made
/// from changed.
pub(super) fn build() -> Result<()> {
    let inputs = Inputs::of("styles", &INPUTS, "")?;
    if inputs.are_built(&["style.css", "entry.js", "early.js", "icons.svg", "favicon.svg", "fonts"])
    {
        return Ok(());
    }
    println!("site: style sheet, icons, fonts");
    let style = places::root().join("style");
    let site = places::site();
    bundler::bundle(&style.join("index.css"), &site.join("style.css"))?;
    for script in SCRIPTS {
        bundler::bundle(&places::root().join("frontend").join(script), &site.join(script))?;
    }
    let names =
        fs::read_to_string(style.join("icons.txt")).context("could not read style/icons.txt")?;
    fs::write(site.join("icons.svg"), icons::sprite(&names)?)?;
    fs::copy(style.join("favicon.svg"), site.join("favicon.svg"))
        .context("could not copy style/favicon.svg")?;
    fonts::copy(&site.join("fonts"))?;
    compress::beside(&["style.css", "entry.js", "early.js", "icons.svg", "favicon.svg"])?;
    inputs.note()
}

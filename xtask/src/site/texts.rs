//! The tables of the interface's texts, one file for each language: a browser loads that of its page.

use std::fs;

use anyhow::{Error, Result};

use super::compress;
use super::inputs::Inputs;
use crate::places;

const INPUTS: [&str; 3] = ["app/locales", "texts", "xtask/src/site"];

/// Builds `texts.<language>.txt` when something they are made from changed.
pub(super) fn build() -> Result<()> {
    let locales = texts::read(&places::root().join("app/locales")).map_err(Error::msg)?;
    let names = locales.iter().map(|locale| format!("texts.{}.txt", locale.tag));
    let names: Vec<String> = names.collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let inputs = Inputs::of("texts", &INPUTS, "")?;
    if inputs.are_built(&names) {
        return Ok(());
    }
    println!("site: texts");
    for (locale, name) in locales.iter().zip(&names) {
        fs::write(places::site().join(name), texts::table(locale, &locales[0]))?;
    }
    compress::beside(&names)?;
    inputs.note()
}

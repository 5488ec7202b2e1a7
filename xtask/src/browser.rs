//! The journeys in a real browser: Playwright drives Chromium against the server's binary.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::server_binary::{self, Profile};
use crate::setup::{self, Needs};
use crate::{debian, places, process, site};

/// Names another Chromium than the one found.
const CHROMIUM: &str = "LYCEUM_CHROMIUM";

/// `cargo xtask e2e [-- args]`: builds what is out of date and runs the journeys.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    site::build(setup::ensure(Needs::Testing)?)?;
    let binary = server_binary::build(Profile::Dev)?;
    let passed_on = arguments.iter().skip_while(|argument| *argument == "--").cloned();
    journeys(&binary, &passed_on.collect::<Vec<_>>())
}

/// Runs Playwright against a server binary.
pub(crate) fn journeys(binary: &Path, arguments: &[String]) -> Result<()> {
    let Some(chromium) = find() else { bail!("there is no Chromium; set {CHROMIUM} to one") };
    let mut playwright = Command::new("node");
    playwright
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .args(arguments)
        .current_dir(places::root().join("end2end"))
        .env("LYCEUM_BIN", binary)
        .env(CHROMIUM, chromium);
    process::run(&mut playwright)
}

/// Installs Chromium if there is none.
pub(crate) fn ensure() -> Result<()> {
    if find().is_none() {
        debian::install(&["chromium"], "the browser of the tests")?;
    }
    Ok(())
}

fn find() -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os(CHROMIUM) {
        return Some(PathBuf::from(chosen)).filter(|file| file.exists());
    }
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(process::find)
}

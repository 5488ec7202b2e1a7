//! Packages from npm, at the versions the lock files name.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{places, process};

/// Fonts, icons, wasm-opt, and the bundler for CSS and JavaScript.
pub(crate) const STYLE: &str = "style";

/// Playwright and axe.
pub(crate) const END2END: &str = "end2end";

/// Installs a folder's packages unless they are there as its lock file wants them.
pub(crate) fn ensure(folder: &str) -> Result<()> {
    let folder = places::root().join(folder);
    if is_installed(&folder) {
        return Ok(());
    }
    if process::find("npm").is_none() {
        bail!("npm is missing: install Node.js 20 or later, with npm");
    }
    println!("setup: npm packages of {}", folder.display());
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    process::run_quietly(npm.current_dir(&folder))?;
    fs::copy(folder.join("package-lock.json"), folder.join(INSTALLED))
        .context("could not note what npm installed")
        .map(drop)
}

const INSTALLED: &str = "node_modules/.lyceum-lock.json";

fn is_installed(folder: &Path) -> bool {
    let wanted = fs::read(folder.join("package-lock.json"));
    let installed = fs::read(folder.join(INSTALLED));
    matches!((wanted, installed), (Ok(wanted), Ok(installed)) if wanted == installed)
}

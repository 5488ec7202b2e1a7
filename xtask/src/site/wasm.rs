//! The WASM and its JavaScript glue, built by Trunk, and the parts that were split off it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::inputs::Inputs;
use super::{bundler, compress};
use crate::wasm_toolchain::{self, PROFILE, TARGET, WasmToolchain};
use crate::{places, process};

const INPUTS: [&str; 10] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "app",
    "frontend",
    "protocol",
    "texts",
    "xtask/src/site",
    "xtask/src/cargo_tools.rs",
];

/// The module that every page loads, with its glue.
const FIRST: &str = "frontend_bg.wasm";
const GLUE: &str = "frontend.js";
/// What loads the parts; the glue imports it.
const LOADER: &str = "__wasm_split.js";

/// Builds `frontend.js`, `frontend_bg.wasm` and the parts when something they are made from changed.
pub(super) fn build(toolchain: WasmToolchain) -> Result<()> {
    let inputs = Inputs::of("wasm", &INPUTS, &toolchain.version()?)?;
    if inputs.are_built(&[GLUE, FIRST]) {
        return Ok(());
    }
    println!("site: compiling the browser half (a minute or two the first time)");
    process::run(toolchain.cargo().args(["fetch", "--quiet", "--target", TARGET]))?;
    process::run(&mut trunk(toolchain)?)?;
    fs::copy(split_folder().join(LOADER), trunk_folder().join(LOADER))
        .context("could not copy the loader of the parts")?;
    bundler::bundle(&trunk_folder().join(GLUE), &places::site().join(GLUE))?;
    println!("site: shrinking the browser half (half a minute)");
    for old in parts(&places::site())? {
        fs::remove_file(places::site().join(old))?;
    }
    shrink(&trunk_folder(), FIRST)?;
    let parts = parts(&split_folder())?;
    for part in &parts {
        shrink(&split_folder(), part)?;
    }
    let modules = parts.iter().map(String::as_str).chain([GLUE, FIRST]);
    compress::beside(&modules.collect::<Vec<_>>())?;
    // Fingerprinted anew: fetching may have written Cargo.lock.
    Inputs::of("wasm", &INPUTS, &toolchain.version()?)?.note()
}

/// Returns the names of the parts in a folder, sorted.
pub(super) fn parts(folder: &Path) -> Result<Vec<String>> {
    let entries =
        folder.read_dir().with_context(|| format!("could not list {}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("wasm")))
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .filter(|name| name.starts_with("split_") || name.starts_with("chunk_"))
        .collect();
    names.sort();
    Ok(names)
}

/// Writes a smaller module of the same name into the site.
fn shrink(folder: &Path, name: &str) -> Result<()> {
    process::run(
        Command::new("node")
            .arg(places::root().join("frontend/shrink.mjs"))
            .arg(places::root().join("style"))
            .arg(folder.join(name))
            .arg(places::site().join(name)),
    )
}

fn trunk(toolchain: WasmToolchain) -> Result<Command> {
    let tools = places::tools()?.join("bin");
    let mut trunk = Command::new(tools.join("trunk"));
    trunk
        .args(["build", "--release", "--offline", "--log", "warn"])
        .env("RUST_BACKTRACE", "0")
        .env("LYCEUM_TOOLS", &tools);
    toolchain.dress(&mut trunk);
    // Its `wasm-bindgen` splits the module first.
    process::prefer_folder(&mut trunk, &places::root().join("frontend/trunk"));
    Ok(trunk)
}

fn trunk_folder() -> PathBuf {
    places::root().join("target/trunk")
}

/// Where `frontend/trunk/wasm-bindgen` leaves the parts.
fn split_folder() -> PathBuf {
    wasm_toolchain::target_folder().join(TARGET).join(PROFILE).join("parts")
}

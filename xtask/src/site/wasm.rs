//! The WASM and its JavaScript glue, built by Trunk.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::inputs::Inputs;
use super::{bundler, compress};
use crate::wasm_toolchain::{TARGET, WasmToolchain};
use crate::{places, process};

const INPUTS: [&str; 9] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "app",
    "frontend",
    "protocol",
    "xtask/src/site",
    "xtask/src/cargo_tools.rs",
];

/// Builds `frontend.js` and `frontend_bg.wasm` when something they are made from changed.
pub(super) fn build(toolchain: WasmToolchain) -> Result<()> {
    let inputs = Inputs::of("wasm", &INPUTS, &toolchain.version()?)?;
    if inputs.are_built(&["frontend.js", "frontend_bg.wasm"]) {
        return Ok(());
    }
    println!("site: compiling the browser half (a minute or two the first time)");
    process::run(toolchain.cargo().args(["fetch", "--quiet", "--target", TARGET]))?;
    process::run(&mut trunk(toolchain)?)?;
    bundler::bundle(&output("frontend.js"), &places::site().join("frontend.js"))?;
    println!("site: shrinking the browser half (half a minute)");
    process::run(
        Command::new("node")
            .arg(places::root().join("frontend/shrink.mjs"))
            .arg(places::root().join("style"))
            .arg(output("frontend_bg.wasm"))
            .arg(places::site().join("frontend_bg.wasm")),
    )?;
    compress::beside(&["frontend.js", "frontend_bg.wasm"])?;
    // Fingerprinted anew: fetching may have written Cargo.lock.
    Inputs::of("wasm", &INPUTS, &toolchain.version()?)?.note()
}

fn trunk(toolchain: WasmToolchain) -> Result<Command> {
    let tools = places::tools()?.join("bin");
    let mut trunk = Command::new(tools.join("trunk"));
    trunk.args(["build", "--release", "--offline", "--log", "warn"]).env("RUST_BACKTRACE", "0");
    toolchain.dress(&mut trunk);
    process::prefer_folder(&mut trunk, &tools);
    Ok(trunk)
}

fn output(name: &str) -> PathBuf {
    places::root().join("target/trunk").join(name)
}

//! Tools that cargo installs into the cache: Trunk and the wasm-bindgen command.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{places, process};

struct CargoTool {
    program: &'static str,
    version: &'static str,
    package: &'static str,
    arguments: &'static [&'static str],
    takes: &'static str,
}

/// Must equal the `wasm-bindgen` crate's version in the root Cargo.toml. Without `--locked`: the
/// lockfile it ships names a crate version that not every registry serves.
const WASM_BINDGEN: CargoTool = CargoTool {
    program: "wasm-bindgen",
    version: "0.2.130",
    package: "wasm-bindgen-cli",
    arguments: &["--bin", "wasm-bindgen"],
    takes: "about a minute",
};

const TRUNK: CargoTool = CargoTool {
    program: "trunk",
    version: "0.21.14",
    package: "trunk",
    arguments: &["--locked", "--no-default-features", "--features", "rustls"],
    takes: "about three minutes",
};

/// Installs what is missing and returns the folder of the programs.
pub(crate) fn ensure() -> Result<PathBuf> {
    for tool in [WASM_BINDGEN, TRUNK] {
        if !tool.is_installed()? {
            tool.install()?;
        }
    }
    // What the two shared while they were compiled is large, and of no use once they are there.
    let leftovers = build_folder()?;
    if leftovers.exists() {
        fs::remove_dir_all(leftovers).context("could not clear the tools' build folder")?;
    }
    Ok(places::tools()?.join("bin"))
}

fn build_folder() -> Result<PathBuf> {
    Ok(places::cache()?.join("build"))
}

impl CargoTool {
    fn is_installed(&self) -> Result<bool> {
        let program = places::tools()?.join("bin").join(self.program);
        let answer = process::output(Command::new(program).arg("--version"));
        Ok(answer.is_ok_and(|text| text.split_whitespace().nth(1) == Some(self.version)))
    }

    /// Unoptimised and without link-time optimisation: the tools run for seconds, compiling them
    /// optimised takes twice as long.
    fn install(&self) -> Result<()> {
        println!("setup: installing {} {} ({}, once)", self.program, self.version, self.takes);
        let mut cargo = Command::new("cargo");
        cargo
            .args(["install", "--force", "--root"])
            .arg(places::tools()?)
            .args([self.package, "--version", self.version])
            .args(self.arguments)
            .env("CARGO_TARGET_DIR", build_folder()?)
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        process::run(&mut cargo)
    }
}

//! Tools that cargo installs into the cache: Trunk, the wasm-bindgen command, and what splits a module.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{places, process};

struct CargoTool {
    package: &'static str,
    version: &'static str,
    arguments: &'static [&'static str],
    takes: &'static str,
}

/// Must equal the `wasm-bindgen` crate's version in the root Cargo.toml. Without `--locked`: the
/// lockfile it ships names a crate version that not every registry serves.
const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    arguments: &["--bin", "wasm-bindgen"],
    takes: "about a minute",
};

const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    arguments: &["--locked", "--no-default-features", "--features", "rustls"],
    takes: "about three minutes",
};

/// Must be able to read what `leptos` brings as `wasm_split_helpers`.
const WASM_SPLIT: CargoTool = CargoTool {
    package: "wasm_split_cli_support",
    version: "0.2.4",
    arguments: &["--locked", "--features", "build-binary"],
    takes: "about half a minute",
};

/// Installs what is missing and returns the folder of the programs.
pub(crate) fn ensure() -> Result<PathBuf> {
    let mut list = Command::new("cargo");
    let installed =
        process::output(list.args(["install", "--list", "--root"]).arg(places::tools()?))?;
    for tool in [WASM_BINDGEN, TRUNK, WASM_SPLIT] {
        if !tool.is_among(&installed) {
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
    /// Whether cargo's list of what it installed names the tool.
    fn is_among(&self, installed: &str) -> bool {
        installed.lines().any(|line| line == format!("{} v{}:", self.package, self.version))
    }

    /// Unoptimised and without link-time optimisation: the tools run for seconds, compiling them
    /// optimised takes twice as long.
    fn install(&self) -> Result<()> {
        println!("setup: installing {} {} ({}, once)", self.package, self.version, self.takes);
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

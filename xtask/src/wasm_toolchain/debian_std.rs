//! Debian's compiler for web engines, and the wasm32 standard library built from its packaged source.
//!
//! Debian ships no prebuilt wasm32 library for it. Built once with embedded bitcode (a build with
//! link-time optimisation needs that) and copied into the sysroot, it serves every later build
//! without any unstable flag.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{TARGET, has_std, target_folder};
use crate::{debian, places, process};

pub(super) const CARGO: &str = "/usr/bin/cargo";
pub(super) const RUSTC: &str = "/usr/bin/rustc";
const LINKER: &str = "/usr/bin/wasm-ld-22";
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/// Returns whether the library is there and of the installed compiler's version.
pub(super) fn is_installed() -> bool {
    let built_for = fs::read_to_string(library().join(STAMP)).ok();
    let current = || process::output(Command::new(RUSTC).arg("-V")).ok();
    has_std(&library())
        && Path::new(LINKER).exists()
        && built_for.is_some()
        && built_for == current()
}

/// Installs compiler, source and linker, builds the library and puts it into the sysroot.
pub(super) fn install() -> Result<()> {
    debian::install(&PACKAGES, "a compiler for WebAssembly")?;
    println!("setup: building the standard library for {TARGET} (about a minute, once)");
    let built = build()?;
    copy_libraries(&built, &library())?;
    // What was compiled against an earlier copy no longer links (E0460).
    let stale = target_folder();
    if stale.exists() {
        fs::remove_dir_all(&stale).context("could not remove the old browser build")?;
    }
    let version = process::output(Command::new(RUSTC).arg("-V"))?;
    fs::write(library().join(STAMP), version).context("could not mark the library as installed")
}

/// Makes a command use Debian's compiler and linker.
pub(super) fn dress(command: &mut Command) {
    command
        .env("RUSTC", RUSTC)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", LINKER)
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN");
    process::prefer_folder(command, Path::new("/usr/bin"));
}

const STAMP: &str = "built-for";

fn library() -> PathBuf {
    Path::new("/usr/lib/rustlib").join(TARGET).join("lib")
}

/// Compiles an empty crate together with the standard library; returns the folder of both.
fn build() -> Result<PathBuf> {
    let folder = places::cache()?.join("wasm-std");
    let manifest =
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::create_dir_all(folder.join("src")).context("could not create a folder in the cache")?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let built = folder.join("target").join(TARGET).join("release/deps");
    if built.exists() {
        fs::remove_dir_all(&built).context("could not remove an older library")?;
    }
    let mut cargo = Command::new(CARGO);
    cargo.args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
    dress(&mut cargo);
    cargo
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    process::run(&mut cargo)?;
    Ok(built)
}

fn copy_libraries(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to).context("could not remove the library of an earlier compiler")?;
    }
    fs::create_dir_all(to).context("could not create the sysroot's folder")?;
    for file in fs::read_dir(from)?.flatten() {
        let name = file.file_name();
        let shown = name.to_string_lossy();
        if shown.ends_with(".rlib") && !shown.starts_with("libnothing-") {
            fs::copy(file.path(), to.join(&name)).context("could not copy into the sysroot")?;
        }
    }
    Ok(())
}

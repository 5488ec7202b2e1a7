//! The compiler of the browser half: the developer's own when it has the wasm32 target, else Debian's.

mod debian_std;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{debian, places, process};

/// The target the browser half is compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The profile the browser half is compiled with.
pub(crate) const PROFILE: &str = "wasm-release";

/// A Rust toolchain that can compile for [`TARGET`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WasmToolchain {
    /// Whatever `cargo` on `PATH` is.
    Default,
    /// Debian's `rustc-web` with a standard library built from its packaged source.
    Debian,
}

impl WasmToolchain {
    /// Returns a toolchain that has the target, after installing one if none has.
    pub(crate) fn ensure() -> Result<Self> {
        if default_has_target() {
            return Ok(Self::Default);
        }
        if debian_std::is_installed() {
            return Ok(Self::Debian);
        }
        if rustup_adds_target() {
            return Ok(Self::Default);
        }
        if debian::can_install() {
            debian_std::install()?;
            return Ok(Self::Debian);
        }
        bail!(
            "no Rust toolchain here can compile for {TARGET}; run\n    rustup target add {TARGET}\n\
             or, on Debian, run `cargo xtask setup` once as root"
        )
    }

    /// Returns `cargo` of this toolchain, building into a folder of its own.
    pub(crate) fn cargo(self) -> Command {
        let mut cargo = match self {
            Self::Default => Command::new("cargo"),
            Self::Debian => Command::new(debian_std::CARGO),
        };
        self.dress(&mut cargo);
        cargo
    }

    /// Makes a command that calls cargo by itself use this toolchain.
    pub(crate) fn dress(self, command: &mut Command) {
        command.env("CARGO_TARGET_DIR", target_folder());
        if self == Self::Debian {
            debian_std::dress(command);
        }
    }

    /// Returns the compiler's version; another one means the browser half must be built anew.
    pub(crate) fn version(self) -> Result<String> {
        match self {
            Self::Default => process::output(Command::new("rustc").arg("-V")),
            Self::Debian => process::output(Command::new(debian_std::RUSTC).arg("-V")),
        }
    }

    /// Returns whether this toolchain can lint; Debian's needs `rust-web-clippy`.
    pub(crate) fn ensure_clippy(self) -> Result<()> {
        if self == Self::Debian && !Path::new("/usr/bin/clippy-driver").exists() {
            debian::install(&["rust-web-clippy"], "clippy for the browser half")?;
        }
        Ok(())
    }
}

/// Returns where the browser half is compiled: apart, for the two compilers may differ.
pub(crate) fn target_folder() -> PathBuf {
    places::target().join("wasm")
}

fn default_has_target() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    let Ok(folder) = process::output(&mut rustc) else { return false };
    has_std(Path::new(folder.trim()))
}

fn has_std(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|files| {
        files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
    })
}

fn rustup_adds_target() -> bool {
    if process::find("rustup").is_none() {
        return false;
    }
    println!("setup: rustup target add {TARGET}");
    let added = process::run_quietly(Command::new("rustup").args(["target", "add", TARGET]));
    if added.is_err() {
        println!("setup: rustup could not add it");
    }
    added.is_ok() && default_has_target()
}

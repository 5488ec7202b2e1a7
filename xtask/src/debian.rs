//! Packages of the operating system, where it is Debian and we may install.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// Returns whether packages can be installed here: apt, as root.
pub(crate) fn can_install() -> bool {
    cfg!(target_os = "linux") && process::find("apt-get").is_some() && is_root()
}

/// Returns whether this process runs as root.
pub(crate) fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs the packages; `purpose` says what for.
pub(crate) fn install(packages: &[&str], purpose: &str) -> Result<()> {
    if !can_install() {
        bail!(
            "{purpose}: install it first, on Debian with `sudo apt-get install {}`",
            packages.join(" ")
        );
    }
    println!("setup: installing {} ({purpose})", packages.join(" "));
    if !lists_are_present() {
        process::run_quietly(apt().arg("update"))?;
    }
    if install_now(packages).is_err() {
        // The lists may be older than what the archive serves today.
        process::run_quietly(apt().arg("update"))?;
        install_now(packages)?;
    }
    Ok(())
}

fn install_now(packages: &[&str]) -> Result<()> {
    process::run_quietly(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.arg("-q").env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn lists_are_present() -> bool {
    Path::new("/var/lib/apt/lists").read_dir().is_ok_and(|files| {
        files.flatten().any(|file| file.file_name().to_string_lossy().contains("_Packages"))
    })
}

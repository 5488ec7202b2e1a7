//! Building `lyceum` itself.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{places, process};

/// How the server is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build; reads the site from `target/site`.
    Dev,
    /// One optimised file with the site inside.
    Release,
}

/// Builds the server and returns where it is. The whole workspace's features are switched on, as in the
/// tests, so that nothing is compiled twice.
pub(crate) fn build(profile: Profile) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--workspace", "--exclude", "frontend", "--bin", "lyceum"]);
    if profile == Profile::Release {
        println!("building the server, optimised (several minutes the first time)");
        cargo.arg("--release");
    }
    process::run(&mut cargo)?;
    Ok(path(profile))
}

/// Returns where the server's binary lies.
pub(crate) fn path(profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    };
    places::target().join(folder).join("lyceum")
}

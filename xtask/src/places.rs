//! Where things are: the workspace, what the build leaves in `target/`, and the cache shared by all clones.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Returns the workspace's root folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace's root")
}

/// Returns `target/`, where the server and the tests are built.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Returns the folder the server embeds and serves under `/pkg/<build>/`.
pub(crate) fn site() -> PathBuf {
    root().join("target/site")
}

/// Returns the folder of xtask's own records.
pub(crate) fn records() -> PathBuf {
    target().join("xtask")
}

/// Returns the cache for installed tools; it outlives `target/` and serves every clone on this machine.
pub(crate) fn cache() -> Result<PathBuf> {
    if let Some(dir) = std::env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        return Ok(PathBuf::from(dir).join("lyceum"));
    }
    let home =
        std::env::home_dir().context("set HOME or XDG_CACHE_HOME: tools are installed there")?;
    Ok(home.join(".cache/lyceum"))
}

/// Returns the folder of tools that cargo installed into the cache.
pub(crate) fn tools() -> Result<PathBuf> {
    Ok(cache()?.join("tools"))
}

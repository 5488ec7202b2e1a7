//! Running other programs: every failure names the command that failed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::places;

/// Runs a command in the workspace's root with its output shown.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    at_root(command);
    let status = command.status().with_context(|| format!("could not start {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a command whose output is shown only if it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}

/// Runs a command and returns what it printed on stdout.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    at_root(command);
    let output = command.output().with_context(|| format!("could not start {}", shown(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed ({})\n{text}{complaint}", shown(command), output.status);
    }
    Ok(text)
}

/// Returns where a program is on `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Puts a folder in front of a command's `PATH`.
pub(crate) fn prefer_folder(command: &mut Command, folder: &Path) {
    let current = command
        .get_envs()
        .find(|(name, _)| *name == "PATH")
        .and_then(|(_, value)| value.map(OsStr::to_owned))
        .or_else(|| std::env::var_os("PATH"))
        .unwrap_or_default();
    let mut path = folder.as_os_str().to_owned();
    path.push(":");
    path.push(current);
    command.env("PATH", path);
}

fn at_root(command: &mut Command) {
    if command.get_current_dir().is_none() {
        command.current_dir(places::root());
    }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    format!("`{}`", words.join(" "))
}

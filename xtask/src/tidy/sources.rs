//! The text files of the tree: what git tracks and what it would track if asked.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{places, process};

/// A text file.
pub(super) struct Source {
    /// The path from the workspace's root, with `/` between its parts.
    pub(super) path: String,
    pub(super) text: String,
}

/// All text files.
pub(super) struct Sources(Vec<Source>);

impl Sources {
    /// Reads the files; those that are no text are left out.
    pub(super) fn of_workspace() -> Result<Self> {
        let mut git = Command::new("git");
        git.args([
            "-c",
            "safe.directory=*",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let listed = process::output(&mut git).context("tidy asks git for the files")?;
        let sources = listed.lines().filter_map(|path| {
            let text = fs::read_to_string(places::root().join(path)).ok()?;
            Some(Source { path: path.to_owned(), text })
        });
        Ok(Self(sources.collect()))
    }

    /// Returns every file.
    pub(super) fn all(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// Returns the Rust files.
    pub(super) fn rust(&self) -> impl Iterator<Item = &Source> {
        self.all().filter(|source| Path::new(&source.path).extension() == Some(OsStr::new("rs")))
    }
}

impl Source {
    /// Returns whether the file lies in the folder, or is it.
    pub(super) fn is_in(&self, folder: &str) -> bool {
        let rest = self.path.strip_prefix(folder);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns whether the file lies in one of the folders.
    pub(super) fn is_in_any(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.is_in(folder))
    }
}

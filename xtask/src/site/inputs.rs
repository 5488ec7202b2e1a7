//! Telling whether a part must be built again: a fingerprint of everything it is made from.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::places;

/// The fingerprint of a part's inputs, and where the one of the last build is kept.
pub(super) struct Inputs {
    record: PathBuf,
    fingerprint: String,
}

impl Inputs {
    /// Reads files and folders (relative to the root) of the part `name`; `extra` counts as well.
    pub(super) fn of(name: &str, paths: &[&str], extra: &str) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        extra.hash(&mut hasher);
        for path in paths {
            for file in files_under(&places::root().join(path)) {
                file.hash(&mut hasher);
                let bytes = fs::read(&file);
                bytes
                    .with_context(|| format!("could not read {}", file.display()))?
                    .hash(&mut hasher);
            }
        }
        let fingerprint = format!("{:016x}", hasher.finish());
        Ok(Self { record: places::records().join(name), fingerprint })
    }

    /// Returns whether the last build had the same inputs and all of its `outputs` are still in the site.
    pub(super) fn are_built(&self, outputs: &[&str]) -> bool {
        let built = fs::read_to_string(&self.record);
        built.is_ok_and(|built| built == self.fingerprint)
            && outputs.iter().all(|output| places::site().join(output).exists())
    }

    /// Notes that the outputs are of these inputs.
    pub(super) fn note(&self) -> Result<()> {
        fs::create_dir_all(places::records())?;
        fs::write(&self.record, &self.fingerprint).context("could not note what was built")
    }
}

/// Returns the files of a folder, sorted, without what npm installed; a file is its own list.
fn files_under(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let Ok(entries) = path.read_dir() else { return Vec::new() };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries.retain(|entry| !entry.ends_with("node_modules"));
    entries.iter().flat_map(|entry| files_under(entry)).collect()
}

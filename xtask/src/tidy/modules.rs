//! How modules begin and where they lie.

use super::sources::{Source, Sources};

/// Checks every Rust file.
pub(super) fn check(sources: &Sources) -> Vec<String> {
    sources.rust().filter_map(complaint).collect()
}

fn complaint(source: &Source) -> Option<String> {
    let path = &source.path;
    if path.ends_with("/mod.rs") {
        return Some(format!("{path}: name it after its module, not mod.rs"));
    }
    let says_why = source.text.starts_with("//!");
    (!says_why).then(|| format!("{path}: begin with a `//!` line that says why the module exists"))
}

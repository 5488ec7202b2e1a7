//! Both engines have the same migrations, by name.

use std::collections::BTreeSet;

use super::sources::Sources;

/// Checks that each migration exists for both engines.
pub(super) fn check(sources: &Sources) -> Vec<String> {
    let of = |folder: &str| -> BTreeSet<String> {
        let paths = sources.all().map(|source| source.path.as_str());
        paths.filter_map(|path| path.strip_prefix(folder)).map(str::to_owned).collect()
    };
    let (sqlite, postgres) = (of("migrations/sqlite/"), of("migrations/postgres/"));
    let missing = sqlite.symmetric_difference(&postgres);
    missing.map(|name| format!("the migration {name} exists for one engine only")).collect()
}

//! Where settings come from, merged: the file below, the environment above it, flags on top.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use config::{Config, ConfigError, Environment, File, FileFormat, Value, ValueKind};

use super::setting::{COMMAND_LINE, Setting};
use crate::refused::Refused;

const FILE: &str = "lyceum.toml";
const PREFIX: &str = "LYCEUM";

/// Names of the environment that begin like settings and are none.
const NO_SETTINGS: [&str; 1] = ["config"];

/// Collects every setting that was given, by key; nested keys are joined with dots.
pub(super) fn collect(
    file: Option<&Path>,
    flags: &[(&'static str, String)],
) -> Result<BTreeMap<String, Setting>, Refused> {
    let named = file.map(Path::to_owned).or_else(named_in_environment);
    let (path, is_required) = named.map_or((PathBuf::from(FILE), false), |path| (path, true));
    if is_required && !path.is_file() {
        return Err(Refused::new(format!(
            "the settings file `{}` does not exist: correct --config, or leave it out",
            path.display()
        )));
    }
    let environment =
        Environment::with_prefix(PREFIX).prefix_separator("_").separator("__").ignore_empty(true);
    let mut builder = Config::builder()
        .add_source(File::from(path.as_path()).format(FileFormat::Toml).required(is_required))
        .add_source(environment);
    for (key, value) in flags {
        builder = builder.set_override(*key, value.as_str()).map_err(|error| unreadable(&error))?;
    }
    let config = builder.build().map_err(|error| unreadable(&error))?;
    let mut settings = BTreeMap::new();
    flatten("", config.cache, &mut settings);
    for name in NO_SETTINGS {
        settings.remove(name);
    }
    Ok(settings)
}

fn named_in_environment() -> Option<PathBuf> {
    std::env::var_os("LYCEUM_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from)
}

fn flatten(prefix: &str, value: Value, settings: &mut BTreeMap<String, Setting>) {
    let origin = match value.origin() {
        Some("the environment") => "in the environment".to_owned(),
        Some(file) => format!("in {file}"),
        None => COMMAND_LINE.to_owned(),
    };
    let text = match value.kind {
        ValueKind::Table(table) => {
            for (key, value) in table {
                let key = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
                flatten(&key, value, settings);
            }
            return;
        }
        ValueKind::Array(items) => {
            let items = items.into_iter().map(|item| item.kind.to_string());
            items.collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    };
    settings.insert(prefix.to_owned(), Setting { text, origin });
}

/// The parser's report has many lines: where, the line itself, and at the end what is wrong.
fn unreadable(error: &ConfigError) -> Refused {
    let report = match error {
        ConfigError::FileParse { cause, .. } => cause.to_string(),
        other => other.to_string(),
    };
    let mut lines = report.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let last = lines.next_back().map(|line| format!(": {line}")).unwrap_or_default();
    Refused::new(format!("the settings file cannot be read: {first}{last}"))
}

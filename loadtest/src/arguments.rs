//! The command line.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::random;

/// What to observe.
pub(crate) struct Arguments {
    /// The program.
    pub(crate) binary: PathBuf,
    /// A PostgreSQL database of its own; SQLite in a temporary folder without one.
    pub(crate) database_url: Option<String>,
    /// The rules to run; all without any.
    pub(crate) rules: Vec<String>,
    /// From which all chance comes.
    pub(crate) seed: u64,
    /// The workspace, to see that no server function is undeclared.
    pub(crate) source: PathBuf,
    /// Where the records of a broken rule are kept.
    pub(crate) logs: PathBuf,
    /// Whether to run only as long as a broken build needs to show itself.
    pub(crate) is_short: bool,
}

impl Arguments {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let mut arguments = Self {
            binary: "target/debug/lyceum".into(),
            database_url: None,
            rules: Vec::new(),
            seed: random::fresh_seed(),
            source: ".".into(),
            logs: "target/observe".into(),
            is_short: false,
        };
        while let Some(flag) = words.next() {
            if flag == "--short" {
                arguments.is_short = true;
                continue;
            }
            let value = words.next().with_context(|| format!("{flag} needs a value"))?;
            match flag.as_str() {
                "--bin" => arguments.binary = value.into(),
                "--engine" => arguments.database_url = database_url(&value)?,
                "--rule" => arguments.rules.push(value.to_uppercase()),
                "--seed" => arguments.seed = value.parse().context("--seed needs a number")?,
                "--source" => arguments.source = value.into(),
                "--logs" => arguments.logs = value.into(),
                unknown => bail!("there is no flag {unknown}"),
            }
        }
        arguments.binary = arguments.binary.canonicalize().with_context(|| {
            format!("there is no program {}: build it first", arguments.binary.display())
        })?;
        Ok(arguments)
    }
}

/// Returns the database of an engine. PostgreSQL's is named where the tests find it, too.
fn database_url(engine: &str) -> Result<Option<String>> {
    match engine {
        "sqlite" => Ok(None),
        "postgres" => std::env::var("TEST_DATABASE_URL")
            .map(Some)
            .context("TEST_DATABASE_URL must name an empty PostgreSQL database"),
        other => bail!("there is no engine {other}: sqlite or postgres"),
    }
}

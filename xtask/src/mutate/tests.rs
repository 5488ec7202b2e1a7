//! The tests that must notice: built once, run for each deletion, the quickest first.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Test programs in the order in which they run: of which package, and how they are called.
const ORDER: [(&str, &str); 4] = [
    ("protocol", "permission_table"),
    ("protocol", "people_table"),
    ("service", "it"),
    ("server", "it"),
];

/// Rules of the observer that are about access.
const RULES: [&str; 4] = ["S3", "S6", "S7", "S5"];

/// One program that may notice.
pub(super) struct Suite {
    name: String,
    program: PathBuf,
    folder: PathBuf,
    arguments: Vec<String>,
}

/// What a program said.
pub(super) enum Verdict {
    Green,
    /// The first test that failed.
    Red(String),
}

/// Builds the tests of a tree.
pub(super) fn build(tree: &Path) -> Result<Vec<Suite>> {
    println!("building the tests with every switch in them");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--workspace", "--exclude", "frontend", "--bin", "lyceum"]);
    cargo.args(["--bin", "observe", "--test", "permission_table", "--test", "people_table"]);
    cargo.args(["--test", "it", "--message-format", "json-render-diagnostics"]).current_dir(tree);
    cargo.env_remove("CARGO_TARGET_DIR").stderr(Stdio::inherit());
    let output = cargo.output().context("could not start cargo")?;
    if !output.status.success() {
        bail!("the tree with switches does not build");
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let artifacts: Vec<Value> =
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let mut suites = Vec::new();
    for (package, target) in ORDER {
        let folder = tree.join(package);
        let manifest = folder.join("Cargo.toml");
        let program = artifacts.iter().find_map(|artifact| {
            let is_it = artifact["manifest_path"] == manifest.to_str()?
                && artifact["target"]["name"] == target;
            artifact["executable"].as_str().filter(|_| is_it).map(PathBuf::from)
        });
        let program = program.with_context(|| format!("{package} has no tests `{target}`"))?;
        suites.push(Suite {
            name: format!("{package} {target}"),
            program,
            folder,
            arguments: Vec::new(),
        });
    }
    suites.push(observer(tree));
    Ok(suites)
}

fn observer(tree: &Path) -> Suite {
    let built = tree.join("target/debug");
    let mut arguments: Vec<String> =
        ["--short", "--seed", "1", "--source", "."].map(ToOwned::to_owned).into();
    arguments.extend(["--bin".to_owned(), built.join("lyceum").display().to_string()]);
    arguments.extend(RULES.iter().flat_map(|rule| ["--rule".to_owned(), (*rule).to_owned()]));
    let (name, program) = ("observer".to_owned(), built.join("observe"));
    Suite { name, program, folder: tree.to_owned(), arguments }
}

impl Suite {
    /// Runs with one deletion, until the first test fails.
    pub(super) fn run(&self, number: u32) -> Result<Verdict> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .current_dir(&self.folder)
            .env("CARGO_MANIFEST_DIR", &self.folder)
            .env("MUTANT", number.to_string())
            .env_remove("TEST_DATABASE_URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start {}", self.program.display()))?;
        let failed = first_failure(&mut child);
        if failed.is_some() {
            let _ = child.kill();
        }
        let status = child.wait()?;
        Ok(match failed {
            Some(test) => Verdict::Red(format!("{}: {test}", self.name)),
            None if status.success() => Verdict::Green,
            None => Verdict::Red(format!("{} ({status})", self.name)),
        })
    }
}

fn first_failure(child: &mut Child) -> Option<String> {
    let stdout = BufReader::new(child.stdout.take()?);
    stdout.lines().map_while(Result::ok).find_map(|line| {
        let test = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED"));
        let rule = line.contains(" BROKEN ").then(|| line.split(' ').next().unwrap_or_default());
        test.or(rule).map(ToOwned::to_owned)
    })
}

//! The observer: judges the built server from outside on both engines, and is itself judged by
//! servers that are broken on purpose.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::server_binary::{self, Profile};
use crate::stopwatch::{self, Stopwatch};
use crate::{places, postgres, process};

/// The observer's exit code for a rule that does not hold.
const BROKEN: i32 = 1;

/// A server that is broken on purpose, and the rule that must notice.
struct Control {
    breakage: &'static str,
    rule: &'static str,
    engines: &'static [Engine],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    Sqlite,
    Postgres,
}

const BOTH: &[Engine] = &[Engine::Sqlite, Engine::Postgres];
const SQLITE: &[Engine] = &[Engine::Sqlite];

/// Where the engines share the code, one of them shows it.
const CONTROLS: [Control; 5] = [
    Control { breakage: "ack-before-commit", rule: "R1", engines: BOTH },
    Control { breakage: "drop-events", rule: "R5", engines: SQLITE },
    Control { breakage: "repeat-on-replay", rule: "R5", engines: SQLITE },
    Control { breakage: "skip-access", rule: "S5", engines: BOTH },
    Control { breakage: "no-flush", rule: "R1F", engines: SQLITE },
];

/// `cargo xtask observe [--rule R5] [--seed N] [--engine sqlite|postgres] [--broken]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    postgres::ensure()?;
    if arguments.iter().any(|argument| argument == "--broken") {
        build_observer()?;
        return judge_broken();
    }
    let mut engines = BOTH.to_vec();
    let mut passed_on = Vec::new();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--engine" {
            let name = words.next().context("--engine needs sqlite or postgres")?;
            engines.retain(|engine| engine.name() == name);
            continue;
        }
        passed_on.push(word.clone());
    }
    let binary = server_binary::build(Profile::Dev)?;
    build_observer()?;
    for engine in engines {
        process_of(engine, &binary, &passed_on, None)?;
    }
    Ok(())
}

/// Judges a server that is built, on both engines.
pub(crate) fn judge(binary: &Path) -> Result<()> {
    let mut failed = Vec::new();
    for engine in BOTH {
        let watch = Stopwatch::start();
        if let Err(error) = process_of(*engine, binary, &[], None) {
            println!("error: {error:#}");
            failed.push(engine.name());
        }
        println!("{} took {}", engine.name(), stopwatch::shown(watch.elapsed()));
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("rules are broken on {}", failed.join(" and "))
}

/// Builds the server that can be broken, and runs every way; one that nobody notices is a failure.
pub(crate) fn judge_broken() -> Result<()> {
    let binary = build_breakable()?;
    let mut unnoticed = Vec::new();
    for Control { breakage, rule, engines } in CONTROLS {
        for engine in engines {
            let words = ["--rule", rule, "--short"].map(ToOwned::to_owned);
            let outcome = process_of(*engine, &binary, &words, Some(breakage));
            let was_noticed = outcome.is_err_and(|error| is_about_a_rule(&error));
            let verdict = if was_noticed { "noticed" } else { "NOT NOTICED" };
            println!("broken on purpose: {breakage} on {}: {verdict} by {rule}\n", engine.name());
            if !was_noticed {
                unnoticed.push(format!("{breakage} on {}", engine.name()));
            }
        }
    }
    if unnoticed.is_empty() {
        return Ok(());
    }
    bail!("the observer did not notice: {}", unnoticed.join(", "))
}

impl Engine {
    const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

fn process_of(
    engine: Engine,
    binary: &Path,
    arguments: &[String],
    breakage: Option<&str>,
) -> Result<()> {
    let mut observe = Command::new(places::target().join("debug/observe"));
    observe.arg("--bin").arg(binary).args(["--engine", engine.name()]).args(arguments);
    observe.arg("--logs").arg(places::target().join("observe"));
    observe.env("BROKEN_LYCEUM", breakage.unwrap_or_default());
    match engine {
        Engine::Sqlite => process::run(&mut observe),
        Engine::Postgres => postgres::with_url(&mut observe),
    }
}

/// Whether the observer ran and found a rule broken; anything else proves nothing.
fn is_about_a_rule(error: &anyhow::Error) -> bool {
    error.to_string().ends_with(&format!("failed (exit status: {BROKEN})"))
}

fn build_observer() -> Result<()> {
    let mut cargo = Command::new("cargo");
    process::run(cargo.args(["build", "--workspace", "--exclude", "frontend", "--bin", "observe"]))
}

/// Builds the server with the feature that no other build has, beside the usual one.
fn build_breakable() -> Result<PathBuf> {
    process::run(build_server().args(["--features", "server/breakage"]))?;
    let breakable = places::records().join("lyceum-breakable");
    std::fs::create_dir_all(places::records())?;
    std::fs::copy(server_binary::path(Profile::Dev), &breakable)
        .context("could not set the breakable server aside")?;
    // The usual one lies in its place again, so that nobody runs the other by mistake.
    process::run(&mut build_server())?;
    Ok(breakable)
}

/// There are no examples; naming them makes cargo choose the features that the tests have, so that
/// the gate compiles no dependency twice.
fn build_server() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--workspace", "--exclude", "frontend", "--bin", "lyceum", "--examples"]);
    cargo
}

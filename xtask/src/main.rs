//! `cargo xtask`: the only way in to building, serving and testing Lyceum, for people and for continuous integration.
//!
//! It installs what is missing, says what it does, and is quiet when there is nothing to do.

#![expect(clippy::print_stdout, reason = "a command-line tool talks on stdout")]

mod browser;
mod cargo_tools;
mod debian;
mod mutate;
mod npm;
mod observe;
mod places;
mod postgres;
mod process;
mod serve;
mod server_binary;
mod setup;
mod site;
mod stopwatch;
mod test;
mod tidy;
mod wasm_toolchain;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::setup::Needs;

const USAGE: &str = "\
Usage: cargo xtask <command>

  serve [--demo] [--release] [-- <lyceum args>]
                     build everything and serve it on http://127.0.0.1:3000, data in ./data
  build              build the browser half, then the release binary target/release/lyceum
  site               build the browser half only (target/site)
  test               the gate: format, lints, tidy, all tests on both engines, budgets, browser journeys
  e2e [-- <args>]    the browser journeys only; the arguments go to Playwright
  observe [--rule R5] [--seed N] [--engine sqlite|postgres] [--broken]
                     judge the server from outside; or judge the judge by servers broken on purpose
  mutate [--list] [numbers]
                     delete every authorisation call, one at a time: a test must notice
  tidy               the rules of ARCHITECTURE.md that a program can check
  setup [--testing]  install what is missing
  postgres -- <command>
                     run a command with TEST_DATABASE_URL naming a fresh PostgreSQL
  wasm [cargo args]  check the browser half, or run any cargo command with its toolchain
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{USAGE}");
        return Ok(());
    };
    match command.as_str() {
        "serve" => serve::run(rest),
        "build" => build(),
        "site" => site::build(setup::ensure(Needs::Building)?),
        "test" => test::run(),
        "e2e" => browser::run(rest),
        "observe" => observe::run(rest),
        "mutate" => mutate::run(rest),
        "tidy" => tidy::run(),
        "setup" if rest.iter().any(|flag| flag == "--testing") => {
            setup::ensure(Needs::Testing).map(drop)
        }
        "setup" => setup::ensure(Needs::Building).map(drop),
        "postgres" => postgres::run(rest),
        "wasm" => wasm(rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        unknown => bail!("there is no command `{unknown}`\n\n{USAGE}"),
    }
}

fn build() -> Result<()> {
    site::build(setup::ensure(Needs::Building)?)?;
    let binary = server_binary::build(server_binary::Profile::Release)?;
    println!("{}", binary.display());
    Ok(())
}

fn wasm(arguments: &[String]) -> Result<()> {
    let mut cargo = setup::ensure(Needs::Building)?.cargo();
    cargo.args(arguments);
    if arguments.is_empty() {
        cargo.args(["check", "--package", "frontend", "--profile", wasm_toolchain::PROFILE]);
    }
    process::run(cargo.env("CARGO_BUILD_TARGET", wasm_toolchain::TARGET))
}

//! `cargo xtask test`: the gate. Every step runs, each is timed, one table at the end tells.

mod gate;

use std::process::Command;

use anyhow::Result;

use self::gate::Gate;
use crate::server_binary::{self, Profile};
use crate::setup::{self, Needs};
use crate::wasm_toolchain::{self, TARGET, WasmToolchain};
use crate::{browser, observe, postgres, process, site, tidy};

/// The workspace without the crate that would switch on the browser half of `app`.
const HOST: [&str; 3] = ["--workspace", "--exclude", "frontend"];

/// Runs the gate.
pub(crate) fn run() -> Result<()> {
    let mut gate = Gate::default();
    let toolchain = gate.step("setup", || setup::ensure(Needs::Testing));
    gate.step("format", || process::run(cargo("fmt").args(["--all", "--check"])));
    gate.step("tidy", tidy::run);
    deny(&mut gate);
    gate.step("clippy", clippy);
    if let Some(toolchain) = toolchain {
        gate.step("site and budgets", || site::build(toolchain));
        gate.step("clippy, wasm", || clippy_wasm(toolchain));
    }
    let built = gate.step("build", || {
        process::run(cargo("build").args(HOST).arg("--all-targets"))?;
        Ok(server_binary::path(Profile::Dev))
    });
    if let Some(binary) = built {
        gate.step("tests, both engines", || postgres::with_url(&mut tests()));
        gate.step("doctests", || {
            process::run(cargo("test").args(["--doc", "--package", "protocol"]))
        });
        gate.step("observer, both engines", || observe::judge(&binary));
        gate.step("observer, broken servers", observe::judge_broken);
        gate.step("browser journeys", || browser::journeys(&binary, &[]));
    }
    gate.finish()
}

fn cargo(command: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.arg(command);
    cargo
}

fn clippy() -> Result<()> {
    process::run(cargo("clippy").args(HOST).args(["--all-targets", "--", "-D", "warnings"]))
}

fn clippy_wasm(toolchain: WasmToolchain) -> Result<()> {
    toolchain.ensure_clippy()?;
    let mut clippy = toolchain.cargo();
    // The profile of the real build, whose procedural macros are then compiled once for both.
    clippy.args(["clippy", "--package", "frontend", "--package", "app", "--target", TARGET]);
    clippy.args(["--profile", wasm_toolchain::PROFILE]);
    process::run(clippy.args(["--", "-D", "warnings"]))
}

/// Licences and banned crates, where cargo-deny is installed; its own compilation would outweigh the gate.
fn deny(gate: &mut Gate) {
    if process::find("cargo-deny").is_some() {
        gate.step("deny", || {
            process::run(cargo("deny").args(["check", "bans", "licenses", "sources"]))
        });
    } else {
        gate.left_out("deny", "cargo-deny is not installed");
    }
}

fn tests() -> Command {
    let mut tests = if process::find("cargo-nextest").is_some() {
        let mut nextest = cargo("nextest");
        nextest.arg("run");
        nextest
    } else {
        cargo("test")
    };
    tests.args(HOST).arg("--all-targets");
    tests
}

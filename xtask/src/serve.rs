//! `cargo xtask serve`: from a fresh clone to a page in the browser.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::server_binary::{self, Profile};
use crate::setup::{self, Needs};
use crate::{places, site};

const DATA: &str = "data";

/// Builds what is out of date and becomes the server.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    site::build(setup::ensure(Needs::Building)?)?;
    let binary = server_binary::build(options.profile)?;
    become_process(
        Command::new(binary).args(options.server_arguments()).current_dir(places::root()),
    )
}

struct Options {
    profile: Profile,
    demo: bool,
    passed_on: Vec<String>,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self { profile: Profile::Dev, demo: false, passed_on: Vec::new() };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--demo" => options.demo = true,
                "--release" => options.profile = Profile::Release,
                "--" => options.passed_on = arguments.by_ref().cloned().collect(),
                other => {
                    bail!("`serve` has no option `{other}`; put arguments of lyceum after `--`")
                }
            }
        }
        Ok(options)
    }

    fn server_arguments(&self) -> Vec<String> {
        let mut arguments = vec!["serve".to_owned()];
        let chosen = self.passed_on.iter().any(|argument| argument.starts_with("--data-dir"))
            || std::env::var_os("LYCEUM_DATA_DIR").is_some();
        if !chosen {
            arguments.extend(["--data-dir".to_owned(), DATA.to_owned()]);
        }
        if self.demo && !chosen && data_is_filled() {
            println!(
                "{DATA}/ has data already: serving it as it is, without filling in the demo again"
            );
        } else if self.demo {
            arguments.push("--demo".to_owned());
        }
        arguments.extend(self.passed_on.iter().cloned());
        arguments
    }
}

/// The server refuses to mix the demo into other data; a second `serve --demo` is no mistake, though.
fn data_is_filled() -> bool {
    places::root().join(DATA).read_dir().is_ok_and(|mut files| files.next().is_some())
}

#[cfg(unix)]
fn become_process(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;

    Err(command.exec()).context("could not start the server")
}

#[cfg(not(unix))]
fn become_process(command: &mut Command) -> Result<()> {
    crate::process::run(command).context("the server stopped")
}

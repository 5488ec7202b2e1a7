//! The observer: runs the real `lyceum` as a process of its own, drives it through its public
//! addresses only, records every request, acknowledgement and event, and judges by those records
//! and the public pages alone. It shares no type with what it judges and reads no table.
//!
//! Exit codes: 0 every rule holds, 1 a rule is broken, 2 nothing can be said.

#![expect(clippy::print_stdout, reason = "a command-line tool talks on stdout")]

mod arguments;
mod caller;
mod checker;
mod history;
mod http;
mod id;
mod listener;
mod operations;
mod process;
mod random;
mod record;
mod report;
mod rules;
mod site;
mod socket;
mod storm;

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::report::Report;

fn main() -> ExitCode {
    match observe() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("observe: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs the rules that were asked for and returns how many are broken.
fn observe() -> Result<usize> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let reports = runtime.block_on(rules::run(&arguments))?;
    let broken: Vec<&Report> = reports.iter().filter(|report| report.is_broken()).collect();
    println!("{} rules, {} broken (seed {})", reports.len(), broken.len(), arguments.seed);
    Ok(broken.len())
}

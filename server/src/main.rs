//! The `lyceum` program: reads the command line and turns the outcome into an exit code.

use std::process::ExitCode;

use clap::Parser;
use server::cli::Cli;
use server::commands;

fn main() -> ExitCode {
    let cli = Cli::parse();
    server::telemetry::init();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refused) => {
            eprintln!("lyceum: {refused}");
            ExitCode::from(refused.exit_code())
        }
    }
}

//! What each command does.

mod course;
mod doctor;
mod serve;
mod user;

use std::io::Write;
use std::time::Duration;

use tokio::runtime::Runtime;

use crate::cli::{Cli, Command, Course, Global};
use crate::config::Config;
use crate::database;
use crate::refused::Refused;

/// Time that threads (password hashing) have to end with the process.
const THREADS_END_WITHIN: Duration = Duration::from_secs(1);

/// Does what the command line asks.
pub fn run(cli: Cli) -> Result<(), Refused> {
    let runtime = Runtime::new()
        .map_err(|error| Refused::broken("the process cannot start its threads", &error))?;
    let outcome = runtime.block_on(execute(cli));
    runtime.shutdown_timeout(THREADS_END_WITHIN);
    outcome
}

async fn execute(cli: Cli) -> Result<(), Refused> {
    match cli.command {
        Command::Serve(flags) => serve::run(&load(&cli.global, flags.settings())?).await,
        Command::Migrate => migrate(&load(&cli.global, Vec::new())?).await,
        Command::User(command) => user::run(&load(&cli.global, Vec::new())?, command).await,
        Command::Course(Course::List) => course::list(&load(&cli.global, Vec::new())?).await,
        Command::Course(Course::Create(flags)) => {
            course::create(&load(&cli.global, Vec::new())?, flags).await
        }
        Command::Doctor => doctor::run(load(&cli.global, Vec::new())).await,
    }
}

fn load(global: &Global, flags: Vec<(&'static str, String)>) -> Result<Config, Refused> {
    let flags = [global.settings(), flags].concat();
    Config::load(global.config.as_deref(), &flags)
}

async fn migrate(config: &Config) -> Result<(), Refused> {
    database::prepare_folder(&config.data_dir)?;
    let store = database::migrate(config).await?;
    store.close().await;
    say("the database is at this version");
    Ok(())
}

/// Writes a line for people and scripts to stdout. That nobody reads it stops nothing.
fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

//! `lyceum doctor`: looks at everything the server needs and says what is wrong, repairing nothing.

use store::Store;

use super::say;
use crate::config::Config;
use crate::database;
use crate::refused::Refused;

/// Prints a line for each check; fails if one does.
pub(super) async fn run(config: Result<Config, Refused>) -> Result<(), Refused> {
    let mut report = Report::default();
    let Some(config) = report.check("configuration", config) else { return report.verdict() };
    report.check("data folder", database::check_folder(&config.data_dir));
    let Some(store) = report.check("database", reach(&config).await) else {
        return report.verdict();
    };
    report.check("migrations", migrations(&store).await);
    report.check("integrity", integrity(&store).await);
    store.close().await;
    report.verdict()
}

#[derive(Default)]
struct Report {
    failures: usize,
}

impl Report {
    fn check<T>(&mut self, what: &str, outcome: Result<T, Refused>) -> Option<T> {
        match outcome {
            Ok(value) => {
                say(format_args!("ok      {what}"));
                Some(value)
            }
            Err(refused) => {
                self.failures += 1;
                say(format_args!("failed  {what}: {refused}"));
                None
            }
        }
    }

    fn verdict(self) -> Result<(), Refused> {
        match self.failures {
            0 => Ok(()),
            failures => Err(Refused::new(format!("{failures} of the checks failed: see above"))),
        }
    }
}

async fn reach(config: &Config) -> Result<Store, Refused> {
    let store = database::connect_existing(config).await?;
    let pinged = store.ping().await;
    pinged.map_err(|error| Refused::broken("the database does not answer", &error))?;
    Ok(store)
}

async fn migrations(store: &Store) -> Result<(), Refused> {
    let pending = store.pending_migrations().await;
    let pending = pending.map_err(|error| Refused::broken("cannot be read", &error))?;
    match pending.len() {
        0 => Ok(()),
        count => Err(Refused::new(format!("{count} are missing: run `lyceum migrate`"))),
    }
}

async fn integrity(store: &Store) -> Result<(), Refused> {
    let complaints = store.check_integrity().await;
    let complaints = complaints.map_err(|error| Refused::broken("cannot be checked", &error))?;
    match complaints.first() {
        None => Ok(()),
        Some(first) => Err(Refused::new(format!("{first}: restore a backup"))),
    }
}

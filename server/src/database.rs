//! From settings to an opened service; what stands in the way is told in one sentence.

use std::path::Path;

use service::Service;
use service::clock::Clock;
use service::config::Options;
use store::Store;

use crate::config::Config;
use crate::refused::Refused;

/// Makes sure that the data folder exists and can be written.
pub fn prepare_folder(folder: &Path) -> Result<(), Refused> {
    let probe = folder.join(".writable");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe))
        .map_err(|error| {
            Refused::new(format!(
                "the data folder `{}` cannot be written ({error}): make it writable for this \
                 user, or choose another with --data-dir",
                folder.display()
            ))
        })
}

/// Checks that the data folder is there and can be written; makes nothing.
pub fn check_folder(folder: &Path) -> Result<(), Refused> {
    if folder.exists() {
        return prepare_folder(folder);
    }
    Err(Refused::new(format!(
        "the data folder `{}` does not exist: run `lyceum migrate`, which makes it, or choose \
         another with --data-dir",
        folder.display()
    )))
}

/// Connects to the database; a missing file is made.
pub async fn connect(config: &Config) -> Result<Store, Refused> {
    Store::open(&config.database_url).await.map_err(|error| cannot_open(&error))
}

/// Connects to a database that is there.
pub async fn connect_existing(config: &Config) -> Result<Store, Refused> {
    Store::open_existing(&config.database_url).await.map_err(|error| cannot_open(&error))
}

fn cannot_open(error: &store::Error) -> Refused {
    let what = Refused::broken("the database cannot be opened", error);
    let fix = match error {
        store::Error::Missing(_) => "run `lyceum migrate`, which makes it, or check --database-url",
        _ => "check --database-url, and that the database runs",
    };
    Refused::new(format!("{what}; {fix}"))
}

/// Connects, and brings the database to this version.
pub async fn migrate(config: &Config) -> Result<Store, Refused> {
    let store = connect(config).await?;
    store.migrate().await.map_err(|error| {
        let what = Refused::broken("the database cannot be brought to this version", &error);
        Refused::new(format!("{what}; restore a backup, or use the version that wrote it"))
    })?;
    Ok(store)
}

/// Opens the product on a database that is there already.
pub async fn open_existing(config: &Config) -> Result<Service, Refused> {
    connect_existing(config).await?.close().await;
    open(config, config.product.clone()).await
}

/// Opens the product on the database of the settings.
pub async fn open(config: &Config, options: Options) -> Result<Service, Refused> {
    let store = migrate(config).await?;
    Service::open(store, options, Clock::System)
        .await
        .map_err(|error| Refused::broken("the database cannot be used", &error))
}

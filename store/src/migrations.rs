//! What the database says about its own schema.

use crate::backend::{Store, Tx, known_migrations};
use crate::error::Error;

statements! {
    COUNT_TABLES = sqlite "select count(*) from sqlite_master
            where type = 'table' and name = '_sqlx_migrations'",
        postgres "select count(*) from information_schema.tables
            where table_schema = current_schema() and table_name = '_sqlx_migrations'";
    LIST_APPLIED = "select version from _sqlx_migrations where success order by version limit 10000";
}

impl Store {
    /// Returns the version of the newest migration that was applied; none in an empty database.
    pub async fn schema_version(&self) -> Result<Option<i64>, Error> {
        Ok(self.read(applied).await?.into_iter().next_back())
    }

    /// Returns the versions of this build's migrations that the database lacks, ascending.
    pub async fn pending_migrations(&self) -> Result<Vec<i64>, Error> {
        let applied = self.read(applied).await?;
        let known = known_migrations(self.dialect()).into_iter();
        Ok(known.filter(|version| !applied.contains(version)).collect())
    }
}

async fn applied(tx: &mut Tx) -> Result<Vec<i64>, Error> {
    let (tables,): (i64,) = run!(tx, COUNT_TABLES, fetch_one(i64,), [])?;
    if tables == 0 {
        return Ok(Vec::new());
    }
    let versions: Vec<(i64,)> = run!(tx, LIST_APPLIED, fetch_all(i64,), [])?;
    Ok(versions.into_iter().map(|(version,)| version).collect())
}

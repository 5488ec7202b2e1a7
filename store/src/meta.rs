//! Facts about the database itself.

use crate::backend::Tx;
use crate::error::Error;

statements! {
    INSERT_EPOCH = "insert into meta (key, value) values ('epoch', $1) on conflict (key) do nothing";
    FIND_EPOCH = "select value from meta where key = 'epoch'";
}

/// Returns the identity of the database's lineage; [`ensure_epoch`] must have run.
pub async fn epoch(tx: &mut Tx) -> Result<String, Error> {
    let (epoch,): (String,) = run!(tx, FIND_EPOCH, fetch_one(String,), [])?;
    Ok(epoch)
}

/// Returns the identity of the database's lineage, which becomes `fresh` if there is none yet.
pub async fn ensure_epoch(tx: &mut Tx, fresh: &str) -> Result<String, Error> {
    run!(tx, INSERT_EPOCH, execute, [fresh])?;
    epoch(tx).await
}

//! Whether the stored data still makes sense, for `lyceum doctor`.

use crate::backend::{Store, Tx};
use crate::error::Error;

statements! {
    CHECK_FILE = sqlite "select quick_check from pragma_quick_check limit 10",
        postgres "select 'ok' limit 10";
    CHECK_REFERENCES = sqlite "select \"table\" from pragma_foreign_key_check limit 10",
        postgres "select 'none' where 1 = 0 limit 10";
    CHECK_HEADS = "select subject from subjects
        where head <> (select coalesce(max(seq), 0) from events where events.subject = subjects.subject)
        order by subject limit 10";
}

impl Store {
    /// Returns a sentence for each thing that is wrong; at most thirty.
    pub async fn check_integrity(&self) -> Result<Vec<String>, Error> {
        self.read(complaints).await
    }
}

async fn complaints(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let file: Vec<(String,)> = run!(tx, CHECK_FILE, fetch_all(String,), [])?;
    let references: Vec<(String,)> = run!(tx, CHECK_REFERENCES, fetch_all(String,), [])?;
    let heads: Vec<(String,)> = run!(tx, CHECK_HEADS, fetch_all(String,), [])?;
    let damage = file.into_iter().filter(|(line,)| line != "ok");
    let damage = damage.map(|(line,)| format!("the database file is damaged ({line})"));
    let orphans =
        references.into_iter().map(|(table,)| format!("a row of `{table}` refers to nothing"));
    let gaps = heads
        .into_iter()
        .map(|(subject,)| format!("the journal of `{subject}` has a gap at its end"));
    Ok(damage.chain(orphans).chain(gaps).collect())
}

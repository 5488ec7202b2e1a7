//! SQLite's one writer. A task owns the only connection that writes, takes the callers that wait,
//! and lends it to each in turn inside one transaction, with a savepoint around each. It commits
//! once for all of them, and only then lets any of them know how it went: a refusal, too, may rest
//! on what a neighbour wrote. With every batch comes one fsync instead of many.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::tx::{AfterCommit, run_all};
use crate::error::Error;

/// Callers that may wait for their turn; more wait until these are fewer.
const QUEUE_MAX: usize = 1_024;
/// Callers whose writes are committed together.
const BATCH_MAX: usize = 64;

/// The way to the task.
pub(super) struct Writer {
    queue: mpsc::Sender<Turn>,
    closing: CancellationToken,
    task: TaskTracker,
}

/// A caller who waits for the connection.
type Turn = oneshot::Sender<Result<Loan, Error>>;

/// How a batch ended, told to each of its callers.
type Outcome = Result<(), Error>;

impl Writer {
    pub(super) async fn open(options: SqliteConnectOptions) -> Result<Self, Error> {
        let conn = options.connect().await?;
        let (queue, turns) = mpsc::channel(QUEUE_MAX);
        let (closing, task) = (CancellationToken::new(), TaskTracker::new());
        let lender = Lender { options, conn: Some(conn), turns };
        task.spawn(lender.run(closing.clone()));
        task.close();
        Ok(Self { queue, closing, task })
    }

    /// Waits for a turn and returns the connection, inside a savepoint of the caller's own.
    pub(super) async fn borrow(&self) -> Result<Loan, Error> {
        let (turn, loan) = oneshot::channel();
        self.queue.send(turn).await.map_err(|_| closed())?;
        loan.await.map_err(|_| closed())?
    }

    /// Lets those who wait have their turn, refuses others, and closes the connection.
    pub(super) async fn close(&self) {
        self.closing.cancel();
        self.task.wait().await;
    }
}

fn closed() -> Error {
    Error::from(sqlx::Error::PoolClosed)
}

/// The lent connection. Dropping it gives it back and takes back what was written with it.
pub(super) struct Loan {
    lent: Option<(SqliteConnection, oneshot::Sender<Return>)>,
}

/// What comes back to the task.
struct Return {
    conn: SqliteConnection,
    verdict: Verdict,
    /// Where the caller waits for the batch; absent if it was cancelled.
    caller: Option<oneshot::Sender<Outcome>>,
}

enum Verdict {
    Keep(Vec<AfterCommit>),
    Discard,
}

impl Loan {
    pub(super) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.lent.as_mut().expect("the connection is lent until the loan ends").0
    }

    /// Keeps what was written and waits until it is committed. From its first poll on nothing
    /// that happens to the caller can undo it.
    pub(super) async fn keep(mut self, after_commit: Vec<AfterCommit>) -> Outcome {
        self.give_back(Verdict::Keep(after_commit)).await
    }

    /// Takes back what was written, and waits until what it was decided on is committed.
    pub(super) async fn discard(mut self) -> Outcome {
        self.give_back(Verdict::Discard).await
    }

    async fn give_back(&mut self, verdict: Verdict) -> Outcome {
        let (caller, outcome) = oneshot::channel();
        if let Some((conn, back)) = self.lent.take() {
            // Refused only if the task is gone, and then the outcome is, too.
            let _ = back.send(Return { conn, verdict, caller: Some(caller) });
        }
        outcome.await.map_err(|_| closed())?
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        if let Some((conn, back)) = self.lent.take() {
            let _ = back.send(Return { conn, verdict: Verdict::Discard, caller: None });
        }
    }
}

/// The task.
struct Lender {
    options: SqliteConnectOptions,
    /// Absent after a failure, until the next batch opens another.
    conn: Option<SqliteConnection>,
    turns: mpsc::Receiver<Turn>,
}

/// What a batch has collected.
#[derive(Default)]
struct Batch {
    turns: usize,
    after_commit: Vec<AfterCommit>,
    callers: Vec<oneshot::Sender<Outcome>>,
}

#[cfg(feature = "breakage")]
impl Batch {
    async fn acknowledge_too_early(&mut self) {
        if crate::breakage::Breakage::AckBeforeCommit.is_on() {
            for caller in self.callers.drain(..) {
                let _ = caller.send(Ok(()));
            }
            tokio::time::sleep(crate::breakage::LATE).await;
        }
    }
}

impl Lender {
    async fn run(mut self, closing: CancellationToken) {
        loop {
            let turn = tokio::select! {
                biased;
                () = closing.cancelled(), if !self.turns.is_closed() => {
                    self.turns.close();
                    continue;
                }
                turn = self.turns.recv() => turn,
            };
            let Some(turn) = turn else { break };
            self.serve(turn).await;
        }
        let Some(conn) = self.conn.take() else { return };
        if let Err(error) = conn.close().await {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(error, "could not close the writing connection");
        }
    }

    /// Serves one batch, beginning with the caller who came first.
    async fn serve(&mut self, first: Turn) {
        let conn = match self.begin().await {
            Ok(conn) => conn,
            Err(error) => {
                let _ = first.send(Err(error));
                return;
            }
        };
        let mut batch = Batch::default();
        let outcome = self.lend_to_all(conn, first, &mut batch).await;
        let outcome = match outcome {
            Ok(conn) => {
                self.conn = Some(conn);
                run_all(batch.after_commit);
                Ok(())
            }
            Err(error) => Err(Error::from(error)),
        };
        for caller in batch.callers {
            let _ = caller.send(outcome.clone());
        }
    }

    /// Begins a transaction, on a new connection if the last one failed.
    async fn begin(&mut self) -> Result<SqliteConnection, Error> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => self.options.connect().await?,
        };
        sqlx::query("begin immediate").execute(&mut conn).await?;
        Ok(conn)
    }

    /// Lends the connection to the first caller and to those who wait, and commits. A failure
    /// drops the connection, and with it all that the batch wrote.
    async fn lend_to_all(
        &mut self,
        mut conn: SqliteConnection,
        first: Turn,
        batch: &mut Batch,
    ) -> Result<SqliteConnection, sqlx::Error> {
        let mut next = Some(first);
        while let Some(turn) = next {
            conn = lend(conn, turn, batch).await?;
            batch.turns += 1;
            next = if batch.turns < BATCH_MAX { self.turns.try_recv().ok() } else { None };
        }
        #[cfg(feature = "breakage")]
        batch.acknowledge_too_early().await;
        sqlx::query("commit").execute(&mut conn).await?;
        Ok(conn)
    }
}

/// Lends the connection to one caller and undoes its writes alone if it does not keep them.
async fn lend(
    mut conn: SqliteConnection,
    turn: Turn,
    batch: &mut Batch,
) -> Result<SqliteConnection, sqlx::Error> {
    if turn.is_closed() {
        return Ok(conn);
    }
    sqlx::query("savepoint turn").execute(&mut conn).await?;
    let (back, returned) = oneshot::channel();
    // A caller who has gone drops the loan, which gives it back.
    drop(turn.send(Ok(Loan { lent: Some((conn, back)) })));
    let mut returned = returned.await.map_err(|_| sqlx::Error::WorkerCrashed)?;
    batch.callers.extend(returned.caller);
    match returned.verdict {
        Verdict::Keep(after_commit) => batch.after_commit.extend(after_commit),
        Verdict::Discard => {
            sqlx::query("rollback to turn").execute(&mut returned.conn).await?;
        }
    }
    sqlx::query("release turn").execute(&mut returned.conn).await?;
    Ok(returned.conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn writer(folder: &tempfile::TempDir) -> Writer {
        let options = SqliteConnectOptions::new().filename(folder.path().join("test.db"));
        let writer =
            Writer::open(options.create_if_missing(true).foreign_keys(true)).await.unwrap();
        let mut loan = writer.borrow().await.unwrap();
        let schema = "create table parts (id integer primary key,
            whole integer references parts (id) deferrable initially deferred)";
        sqlx::query(schema).execute(loan.conn()).await.unwrap();
        loan.keep(Vec::new()).await.unwrap();
        writer
    }

    async fn insert(loan: &mut Loan, id: i64, whole: Option<i64>) {
        let sql = "insert into parts (id, whole) values ($1, $2)";
        sqlx::query(sql).bind(id).bind(whole).execute(loan.conn()).await.unwrap();
    }

    #[tokio::test]
    async fn a_commit_that_fails_fails_everybody_in_its_batch() {
        let folder = tempfile::tempdir().unwrap();
        let writer = writer(&folder).await;
        let (go, gate) = oneshot::channel::<()>();
        let kept = async {
            let mut loan = writer.borrow().await.unwrap();
            gate.await.unwrap();
            insert(&mut loan, 1, None).await;
            loan.keep(vec![Box::new(|| panic!("nothing was committed"))]).await
        };
        let refused = async { writer.borrow().await.unwrap().discard().await };
        // What it refers to is never written, which shows only at the commit.
        let broken = async {
            let mut loan = writer.borrow().await.unwrap();
            insert(&mut loan, 2, Some(99)).await;
            loan.keep(Vec::new()).await
        };
        let release = async { go.send(()).unwrap() };
        let (kept, refused, broken, ()) = tokio::join!(kept, refused, broken, release);
        for outcome in [kept, refused, broken] {
            assert!(matches!(outcome, Err(Error::Constraint { .. })), "{outcome:?}");
        }
        let mut loan = writer.borrow().await.unwrap();
        insert(&mut loan, 1, None).await;
        loan.keep(Vec::new()).await.unwrap();
        writer.close().await;
    }

    #[tokio::test]
    async fn a_connection_that_breaks_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let writer = writer(&folder).await;
        let mut loan = writer.borrow().await.unwrap();
        // Ends the batch's transaction behind the writer's back, as a full disk does.
        sqlx::query("rollback").execute(loan.conn()).await.unwrap();
        assert!(loan.keep(Vec::new()).await.is_err());
        let mut loan = writer.borrow().await.unwrap();
        insert(&mut loan, 1, None).await;
        loan.keep(Vec::new()).await.unwrap();
        writer.close().await;
        assert!(matches!(writer.borrow().await, Err(Error::Unavailable(_))));
    }
}

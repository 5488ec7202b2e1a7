//! Databases for tests: a real one of its own for each, on each engine. Behind the feature
//! `testing`, so that it is in no product.

use std::future::Future;
use std::io::{Write, stderr};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use tokio::task::JoinError;

static COUNTER: AtomicU64 = AtomicU64::new(1);
static SAID: Once = Once::new();

/// Runs a test with the address of a database file in a temporary folder.
///
/// # Panics
/// If the test does.
pub async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(String) -> F) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let url = format!("sqlite://{}", folder.path().join("lyceum.db").display());
    finish(tokio::spawn(test(url)).await);
}

/// Runs a test with the address of a database of its own on the server of `TEST_DATABASE_URL`.
/// Without that variable it says so and runs nothing; the gate always sets it.
///
/// # Panics
/// If the test does, or if the server refuses to make a database.
pub async fn on_postgres<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(String) -> F) {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        SAID.call_once(say_that_postgres_is_skipped);
        return;
    };
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let name = format!("lyceum_test_{}_{number}", std::process::id());
    let (address, _) = server.rsplit_once('/').expect("the address ends with a database's name");
    administer(&server, format!("create database {name}")).await;
    let outcome = tokio::spawn(test(format!("{address}/{name}"))).await;
    administer(&server, format!("drop database {name} with (force)")).await;
    finish(outcome);
}

/// Runs a statement that no operation offers, from outside the product.
///
/// # Panics
/// If the statement fails.
pub async fn execute(url: &str, statement: &'static str) {
    if url.starts_with("sqlite:") {
        let mut conn = SqliteConnection::connect(url).await.expect("the database opens");
        conn.execute(statement).await.expect("the statement runs");
    } else {
        let mut conn = PgConnection::connect(url).await.expect("the database opens");
        conn.execute(statement).await.expect("the statement runs");
    }
}

/// Straight to stderr, because the test harness swallows what a passing test prints.
fn say_that_postgres_is_skipped() {
    let said = writeln!(stderr(), "\nPostgreSQL is skipped: TEST_DATABASE_URL is not set");
    said.expect("stderr takes a line");
}

/// The test ran in a task of its own, as the requests of a server do; its panic is the test's.
fn finish(outcome: Result<(), JoinError>) {
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

async fn administer(server: &str, sql: String) {
    let mut conn = PgConnection::connect(server).await.expect("the test server answers");
    let sql: &'static str = sql.leak();
    conn.execute(sql).await.expect("the test server makes and drops databases");
}

/// Declares tests that run once on each engine. The world's type has an associated function
/// `run(url, test)` that opens the database, runs the test and closes it.
#[macro_export]
macro_rules! both_backends {
    ($(async fn $name:ident($world:ident: $World:ty) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($world: $World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::testing::on_sqlite(|url| <$World>::run(url, test)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::testing::on_postgres(|url| <$World>::run(url, test)).await;
            }
        }
    )*};
}

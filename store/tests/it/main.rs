//! The store on both engines: SQLite always, PostgreSQL where `TEST_DATABASE_URL` names a server.
#![expect(clippy::unwrap_used, reason = "tests fail by panics")]

/// Declares tests that run once on each engine.
macro_rules! both_backends {
    ($(async fn $name:ident($world:ident: World) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($world: World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                crate::world::on_sqlite(test).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                crate::world::on_postgres(test).await;
            }
        }
    )*};
}

mod accounts;
mod batches;
mod channels;
mod courses;
mod facts;
mod journal;
mod messages;
mod pages;
mod schema;
mod transactions;
mod unread;
mod world;

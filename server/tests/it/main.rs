//! The server over real connections: sockets on both database engines, pages and server functions
//! over HTTP, and the program itself as a process.
#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

/// Declares tests that run once on each engine.
macro_rules! both_backends {
    ($(async fn $name:ident($site:ident: Site) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($site: Site) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                crate::site::on_sqlite(test).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                crate::site::on_postgres(test).await;
            }
        }
    )*};
}

mod access;
mod activity;
mod delivery;
mod frames;
mod http;
mod process;
mod refusals;
mod replay;
mod sessions;
mod site;
mod slow;
mod socket;

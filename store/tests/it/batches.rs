//! What SQLite's writer promises to the callers of one batch.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use store::{Error, users};
use tokio::sync::oneshot;

use crate::world::{self, World, new_user};

#[tokio::test]
async fn nobody_in_a_batch_hears_before_its_commit() {
    world::on_sqlite(async |world: World| {
        let (heard, order) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let order = std::sync::Arc::new(order);
        let follow = |name: &'static str| {
            let order = order.clone();
            move || order.lock().unwrap().push(name)
        };
        let (queued, all_queued) = oneshot::channel::<()>();
        // The first holds the connection until the others wait in line, in the order of the join.
        let first = async {
            let write = world.store.write(async |tx| {
                all_queued.await.unwrap();
                tx.after_commit(follow("first"));
                users::insert(tx, &new_user("first")).await
            });
            write.await.unwrap();
            heard.fetch_add(1, Ordering::SeqCst);
        };
        let refused = async {
            let write = world.store.write(async |tx| {
                assert!(users::find_by_login(tx, "first").await?.is_some());
                users::insert(tx, &new_user("refused")).await?;
                Err::<(), _>(Error::Ignored)
            });
            assert!(matches!(write.await, Err(Error::Ignored)));
            heard.fetch_add(1, Ordering::SeqCst);
        };
        let last = async {
            let write = world.store.write(async |tx| {
                assert!(users::find_by_login(tx, "refused").await?.is_none());
                users::insert(tx, &new_user("last")).await?;
                tx.after_commit(follow("last"));
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
                assert_eq!(heard.load(Ordering::SeqCst), 0, "somebody heard before the commit");
                assert_eq!(order.lock().unwrap().len(), 0);
                let outside = world.store.read(users::count).await?;
                assert_eq!(outside, 0, "a reader saw what was not committed");
                Ok::<_, Error>(())
            });
            write.await.unwrap();
            heard.fetch_add(1, Ordering::SeqCst);
        };
        let release = async { queued.send(()).unwrap() };
        tokio::join!(first, refused, last, release);
        assert_eq!(*order.lock().unwrap(), ["first", "last"]);
        assert_eq!(world.store.read(users::count).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn callers_who_leave_the_line_are_passed_over() {
    world::on_sqlite(async |world: World| {
        let (go, gate) = oneshot::channel::<()>();
        let holder = world.store.write(async |tx| {
            gate.await.unwrap();
            users::insert(tx, &new_user("holder")).await
        });
        let leaving = async {
            let user = new_user("leaver");
            let write = world.store.write(async |tx| users::insert(tx, &user).await);
            tokio::select! {
                biased;
                _ = write => panic!("it was not its turn"),
                () = tokio::task::yield_now() => {}
            }
            go.send(()).unwrap();
        };
        let (held, ()) = tokio::join!(holder, leaving);
        held.unwrap();
        world.user("next").await;
        assert_eq!(world.store.read(users::count).await.unwrap(), 2);
    })
    .await;
}

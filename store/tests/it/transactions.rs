//! What a write promises on both engines.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use store::{Error, Unique, users};
use tokio::sync::{mpsc, oneshot};

use crate::world::{World, new_user};

/// Why a test's write does not happen.
#[derive(Debug)]
enum Refused {
    ByTheStore,
    ByTheTest,
}

impl From<Error> for Refused {
    fn from(_: Error) -> Self {
        Self::ByTheStore
    }
}

async fn count(world: &World) -> i64 {
    world.store.read(users::count).await.unwrap()
}

store::both_backends! {
    async fn a_refusal_rolls_back_alone(world: World) {
        let writers = (0..60).map(|number| {
            let store = world.store.clone();
            tokio::spawn(async move {
                let user = new_user(&format!("user-{number}"));
                let write = store.write(async |tx| {
                    users::insert(tx, &user).await?;
                    if number % 5 == 0 { Err(Refused::ByTheTest) } else { Ok(()) }
                });
                write.await
            })
        });
        let mut refused = 0;
        for writer in writers.collect::<Vec<_>>() {
            match writer.await.unwrap() {
                Ok(()) => {}
                Err(Refused::ByTheTest) => refused += 1,
                Err(Refused::ByTheStore) => panic!("the store failed"),
            }
        }
        assert_eq!((refused, count(&world).await), (12, 48));
    }

    async fn a_caller_who_leaves_takes_only_their_own_writes_along(world: World) {
        let (started, has_started) = oneshot::channel();
        let store = world.store.clone();
        let leaving = tokio::spawn(async move {
            let write = store.write(async |tx| {
                users::insert(tx, &new_user("leaving")).await?;
                started.send(()).unwrap();
                std::future::pending::<Result<(), Error>>().await
            });
            write.await
        });
        has_started.await.unwrap();
        leaving.abort();
        assert!(leaving.await.unwrap_err().is_cancelled());
        world.user("staying").await;
        let logins = world.store.read(async |tx| users::list(tx, None, 10).await).await.unwrap();
        assert_eq!(logins.iter().map(|user| user.login.as_str()).collect::<Vec<_>>(), ["staying"]);
    }

    async fn a_caller_who_panics_takes_only_their_own_writes_along(world: World) {
        let store = world.store.clone();
        let panicking = tokio::spawn(async move {
            let write = store.write(async |tx| {
                users::insert(tx, &new_user("panicking")).await?;
                assert_eq!(users::count(tx).await?, 0, "the test's own panic");
                Ok::<_, Error>(())
            });
            write.await
        });
        assert!(panicking.await.unwrap_err().is_panic());
        world.user("staying").await;
        assert_eq!(count(&world).await, 1);
    }

    async fn what_was_handed_over_is_committed_without_its_caller(world: World) {
        let handed_over = AtomicBool::new(false);
        let (told, mut has_been_told) = mpsc::channel(1);
        {
            let mut write = pin!(world.store.write(async |tx| {
                users::insert(tx, &new_user("gone")).await?;
                tx.after_commit(move || told.try_send(()).unwrap());
                handed_over.store(true, Ordering::SeqCst);
                Ok::<_, Error>(())
            }));
            poll_fn(|context| match write.as_mut().poll(context) {
                Poll::Pending if !handed_over.load(Ordering::SeqCst) => Poll::Pending,
                _ => Poll::Ready(()),
            })
            .await;
        }
        has_been_told.recv().await.unwrap();
        assert_eq!(count(&world).await, 1);
    }

    async fn what_follows_a_commit_never_follows_a_refusal(world: World) {
        let witness = Arc::new(());
        let held = Arc::clone(&witness);
        let write = world.store.write(async |tx| {
            tx.after_commit(move || panic!("ran after a refusal, with {held:?}"));
            users::insert(tx, &new_user("refused")).await?;
            Err::<(), _>(Refused::ByTheTest)
        });
        assert!(matches!(write.await, Err(Refused::ByTheTest)));
        assert_eq!((Arc::strong_count(&witness), count(&world).await), (1, 0));
    }

    async fn a_panic_after_the_commit_stops_nobody(world: World) {
        let (told, mut has_been_told) = mpsc::channel(1);
        let write = world.store.write(async |tx| {
            tx.after_commit(|| panic!("the test's own panic"));
            tx.after_commit(move || told.try_send(()).unwrap());
            users::insert(tx, &new_user("kept")).await
        });
        write.await.unwrap();
        has_been_told.recv().await.unwrap();
        world.user("next").await;
        assert_eq!(count(&world).await, 2);
    }

    async fn a_failure_that_is_ignored_commits_nothing(world: World) {
        world.user("taken").await;
        let write = world.store.write(async |tx| {
            users::insert(tx, &new_user("fresh")).await?;
            let taken = users::insert(tx, &new_user("taken")).await.unwrap_err();
            assert!(taken.violates(Unique::UserLogin), "{taken:?}");
            Ok::<_, Error>(())
        });
        assert!(matches!(write.await, Err(Error::Ignored)));
        assert_eq!(count(&world).await, 1);
    }

    async fn a_read_sees_one_moment(world: World) {
        world.user("first").await;
        let read = world.store.read(async |tx| {
            let before = users::count(tx).await?;
            world.user("second").await;
            Ok::<_, Error>((before, users::count(tx).await?))
        });
        assert_eq!(read.await.unwrap(), (1, 1));
        assert_eq!(count(&world).await, 2);
    }

    async fn readers_cannot_write(world: World) {
        let read = world.store.read(async |tx| users::insert(tx, &new_user("no")).await);
        assert!(matches!(read.await, Err(Error::Unavailable(_))));
        world.user("yes").await;
    }

    async fn closing_finishes_what_has_begun_and_refuses_the_rest(world: World) {
        let (started, has_started) = oneshot::channel();
        let (release, released) = oneshot::channel::<()>();
        let store = world.store.clone();
        let begun = tokio::spawn(async move {
            let write = store.write(async |tx| {
                started.send(()).unwrap();
                released.await.unwrap();
                users::insert(tx, &new_user("begun")).await
            });
            write.await
        });
        has_started.await.unwrap();
        let store = world.store.clone();
        let closing = tokio::spawn(async move { store.close().await });
        tokio::task::yield_now().await;
        assert!(!closing.is_finished());
        release.send(()).unwrap();
        begun.await.unwrap().unwrap();
        closing.await.unwrap();
        let late = world.store.write(async |tx| users::insert(tx, &new_user("late")).await);
        assert!(matches!(late.await, Err(Error::Unavailable(_))));
    }
}

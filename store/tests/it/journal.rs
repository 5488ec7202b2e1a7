//! The journal: heads, events, and their order under concurrency.

use protocol::cursor::{Seq, Subject};
use protocol::event::EventKind;
use protocol::id::{ChannelId, UserId};
use protocol::time::Timestamp;
use store::Error;
use store::events::{self, NewEvent};

use crate::world::{World, id};

async fn record(world: &World, subject: Subject, at: Timestamp) -> Seq {
    let write = world.store.write(async |tx| {
        let seq = events::advance(tx, &subject).await?;
        let event = NewEvent {
            subject,
            seq,
            at,
            kind: EventKind::MessagePosted,
            reference: id(),
            detail: Some("detail".into()),
            access_version: 3,
        };
        events::insert(tx, &event).await?;
        Ok::<_, Error>(seq)
    });
    write.await.unwrap()
}

store::both_backends! {
    async fn events_are_read_from_a_cursor_on(world: World) {
        let subject = Subject::Channel(ChannelId(id()));
        for at in 1..=5 {
            assert_eq!(record(&world, subject, Timestamp(at * 100)).await, Seq(at));
        }
        record(&world, Subject::User(UserId(id())), Timestamp(0)).await;
        let read = world.store.read(async |tx| {
            let page = events::list(tx, &subject, Seq(2), 2).await?;
            let next = events::first_at_after(tx, &subject, Seq(3)).await?;
            let none = events::first_at_after(tx, &subject, Seq(5)).await?;
            Ok::<_, Error>((page, next, none))
        });
        let (page, next, none) = read.await.unwrap();
        assert_eq!(page.iter().map(|event| event.seq).collect::<Vec<_>>(), [Seq(3), Seq(4)]);
        assert_eq!((page[0].at, page[0].kind), (Timestamp(300), EventKind::MessagePosted));
        assert_eq!((page[0].detail.as_deref(), page[0].access_version), (Some("detail"), 3));
        assert_eq!((next, none), (Some(Timestamp(400)), None));
    }

    async fn heads_of_many_subjects_are_read_at_once(world: World) {
        let subjects: Vec<Subject> = (0..1_200).map(|_| Subject::Channel(ChannelId(id()))).collect();
        for index in [3, 3, 600, 1_199] {
            record(&world, subjects[index], Timestamp(1)).await;
        }
        let read = world.store.read(async |tx| {
            let absent = events::head(tx, &subjects[0]).await?;
            let present = events::head(tx, &subjects[3]).await?;
            Ok::<_, Error>((absent, present, events::heads(tx, &subjects).await?))
        });
        let (absent, present, heads) = read.await.unwrap();
        assert_eq!((absent, present), (Seq(0), Seq(2)));
        let expected =
            [(subjects[3], Seq(2)), (subjects[600], Seq(1)), (subjects[1_199], Seq(1))];
        assert_eq!(heads, expected);
        let nothing = world.store.read(async |tx| events::heads(tx, &[]).await).await;
        assert_eq!(nothing.unwrap(), []);
    }

    async fn a_stream_has_no_gaps_whoever_writes_and_whoever_gives_up(world: World) {
        let subject = Subject::Channel(ChannelId(id()));
        let writers = (0..64).map(|number| {
            let store = world.store.clone();
            tokio::spawn(async move {
                let write = store.write(async |tx| {
                    let seq = events::advance(tx, &subject).await?;
                    let event = NewEvent {
                        subject,
                        seq,
                        at: Timestamp(number),
                        kind: EventKind::MessagePosted,
                        reference: id(),
                        detail: None,
                        access_version: 1,
                    };
                    events::insert(tx, &event).await?;
                    if number % 4 == 0 { Err(Error::Ignored) } else { Ok(()) }
                });
                write.await
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            let _ = writer.await.unwrap();
        }
        let listed = world.store.read(async |tx| events::list(tx, &subject, Seq(0), 100).await).await;
        let seqs: Vec<i64> = listed.unwrap().into_iter().map(|event| event.seq.0).collect();
        assert_eq!(seqs, (1..=48).collect::<Vec<_>>());
    }
}

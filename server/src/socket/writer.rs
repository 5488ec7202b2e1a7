//! The writing half of a socket: takes all that waits, writes it, flushes once.

use std::collections::VecDeque;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use protocol::frame::CloseCode;

use super::{Shared, goodbye};
use crate::hub::{Next, Queue};

type Sink = SplitSink<WebSocket, Message>;
type Batch = VecDeque<crate::hub::Waiting>;

/// Time in which a client takes a batch; one that does not read is closed.
const WRITE_WITHIN: Duration = Duration::from_secs(15);
/// Time that a slow client has to take its close. By then it costs one small buffer.
const GOODBYE_WITHIN: Duration = Duration::from_secs(30);

/// Writes until the connection ends, then says goodbye.
pub(super) async fn write(shared: Shared, mut sink: Sink) {
    let abort = shared.hub.abort_signal();
    if let Some(Some(code)) = abort.run_until_cancelled(drain(&shared, &mut sink)).await {
        let goodbye = tokio::time::timeout(GOODBYE_WITHIN, sink.send(goodbye(code)));
        let _ = abort.run_until_cancelled(goodbye).await;
    }
    shared.connection.queue.gone();
    shared.closed.cancel();
}

/// Writes until there is nothing more to write; returns with what code to close, if at all.
async fn drain(shared: &Shared, sink: &mut Sink) -> Option<CloseCode> {
    let queue = &shared.connection.queue;
    let mut batch = Batch::new();
    loop {
        match queue.next(&mut batch).await {
            Next::Close(code) => return Some(code),
            Next::Stop => return None,
            Next::Write => {}
        }
        match write_batch(queue, sink, &batch).await {
            Written::All => {
                // A protocol ping is nothing that the client's page would hear.
                if batch.iter().any(|one| matches!(one.message, Message::Text(_))) {
                    shared.silence.said();
                }
                queue.written(&mut batch);
            }
            Written::Abandoned => batch.clear(),
            Written::TooSlowly => {
                batch.clear();
                queue.abandon(CloseCode::TooSlow);
            }
            Written::Broken => return None,
        }
    }
}

enum Written {
    All,
    /// The queue overflowed meanwhile, or the socket is gone.
    Abandoned,
    TooSlowly,
    Broken,
}

async fn write_batch(queue: &Queue, sink: &mut Sink, batch: &Batch) -> Written {
    let write = async {
        for waiting in batch {
            // Cheap: the frame's bytes are shared among all who receive it.
            sink.feed(waiting.message.clone()).await?;
        }
        sink.flush().await
    };
    tokio::select! {
        biased;
        () = queue.abandoned() => Written::Abandoned,
        written = tokio::time::timeout(WRITE_WITHIN, write) => match written {
            Ok(Ok(())) => Written::All,
            Ok(Err(_)) => Written::Broken,
            Err(_) => Written::TooSlowly,
        },
    }
}

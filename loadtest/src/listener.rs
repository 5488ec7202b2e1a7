//! A client that follows rooms as the page does: it takes up where it stopped, however often its
//! connection is lost, and takes a fresh snapshot when it is told to.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval, sleep, sleep_until, timeout};

use crate::caller::{Caller, Person};
use crate::id::Id;
use crate::random::Random;
use crate::record::{Log, Seen};
use crate::site::Site;
use crate::socket::{Heard, Socket};

const PING_EVERY: Duration = Duration::from_secs(15);
const FAR: Duration = Duration::from_hours(1);

/// The heads up to which clients are to come before they end; none while the rule runs.
pub(crate) type Finish = Option<Arc<Goal>>;

/// What a client is to have, and how long it may take once nothing new comes.
pub(crate) struct Goal {
    pub(crate) heads: HashMap<Id, i64>,
    pub(crate) within: Duration,
}

/// A client.
pub(crate) struct Listener {
    pub(crate) number: u32,
    pub(crate) site: Arc<Site>,
    pub(crate) log: Arc<Log>,
    pub(crate) person: Person,
    /// The rooms and the cursors that it has.
    pub(crate) rooms: HashMap<Id, i64>,
    /// The mean time between two resets of its connection, if it loses it at all.
    pub(crate) resets: Option<Duration>,
    pub(crate) random: Random,
    pub(crate) finish: watch::Receiver<Finish>,
}

/// A crowd of clients and the way to end it.
pub(crate) struct Crowd {
    finish: watch::Sender<Finish>,
    clients: Vec<JoinHandle<u64>>,
}

/// What a crowd is made of.
pub(crate) struct Plan {
    pub(crate) clients: u32,
    /// Rooms that each client follows.
    pub(crate) rooms_each: usize,
    pub(crate) resets: Option<Duration>,
}

impl Crowd {
    /// Starts clients, spread over people and rooms.
    pub(crate) fn start(
        site: &Arc<Site>,
        log: &Arc<Log>,
        people: &[Person],
        rooms: &[(Id, i64)],
        plan: &Plan,
        random: &Random,
    ) -> Self {
        let finish = watch::Sender::new(None);
        let mut clients = Vec::new();
        for number in 0..plan.clients {
            let mut random = random.fork(u64::from(number));
            let first = random.below(rooms.len());
            let stride = rooms.len() / plan.rooms_each.clamp(1, rooms.len());
            let chosen = (0..plan.rooms_each).map(|n| rooms[(first + n * stride) % rooms.len()]);
            let listener = Listener {
                number,
                site: Arc::clone(site),
                log: Arc::clone(log),
                person: people[random.below(people.len())].clone(),
                rooms: chosen.collect(),
                resets: plan.resets,
                random,
                finish: finish.subscribe(),
            };
            clients.push(tokio::spawn(listener.run()));
        }
        Self { finish, clients }
    }

    /// Lets every client come to the heads, and returns how many connections were cut.
    pub(crate) async fn finish(self, goal: Goal) -> u64 {
        self.finish.send_replace(Some(Arc::new(goal)));
        let mut cuts = 0;
        for client in self.clients {
            cuts += client.await.unwrap_or(0);
        }
        cuts
    }
}

enum End {
    Finished,
    Lost,
}

impl Listener {
    /// Follows until it has everything, or until the patience with it ends: the checker sees what
    /// is missing. Returns how often it lost its connection.
    pub(crate) async fn run(mut self) -> u64 {
        for (room, as_of) in &self.rooms {
            self.log.note(Seen::Snapshot { client: self.number, room: *room, as_of: *as_of });
        }
        let mut losses = 0;
        let mut finish = self.finish.clone();
        let give_up = async {
            let goal = finish.wait_for(Option::is_some).await.ok().and_then(|goal| goal.clone());
            sleep(goal.map_or(FAR, |goal| goal.within)).await;
        };
        let follow = async {
            while matches!(self.connect_and_follow().await, End::Lost) {
                losses += 1;
            }
        };
        tokio::select! {
            () = follow => {}
            () = give_up => {}
        }
        losses
    }

    async fn connect_and_follow(&mut self) -> End {
        self.site.wait_until_up().await;
        let connected = Socket::connect(&self.site, &self.person).await;
        let Ok(mut socket) = connected else {
            // The server is on its way down or up.
            sleep(Duration::from_millis(20)).await;
            return End::Lost;
        };
        socket.hello().await;
        for (room, cursor) in &self.rooms {
            socket.open(*room, Some(*cursor)).await;
        }
        let end = self.follow(&mut socket).await;
        socket.reset();
        end
    }

    async fn follow(&mut self, socket: &mut Socket) -> End {
        let lifetime = self.resets.map_or(FAR, |mean| self.random.until_next(mean));
        let cut_at = Instant::now() + lifetime;
        let mut pings = interval(PING_EVERY);
        pings.tick().await;
        let mut finish = self.finish.clone();
        loop {
            if self.is_finished() {
                return End::Finished;
            }
            let is_finishing = self.finish.borrow().is_some();
            tokio::select! {
                heard = socket.hear() => match heard {
                    Heard::Frame(frame) => self.take(socket, &frame).await,
                    Heard::Closed(code) => {
                        self.log.note(Seen::Closed { client: self.number, code });
                        return End::Lost;
                    }
                    Heard::Broken => return End::Lost,
                },
                () = sleep_until(cut_at), if !is_finishing => {
                    self.log.note(Seen::Cut { client: self.number });
                    return End::Lost;
                }
                _ = pings.tick() => socket.say(&json!({ "type": "ping" })).await,
                _ = finish.changed(), if !is_finishing => {}
            }
        }
    }

    fn is_finished(&self) -> bool {
        let finish = self.finish.borrow();
        let Some(goal) = finish.as_ref() else { return false };
        let mut rooms = self.rooms.iter();
        rooms.all(|(room, cursor)| goal.heads.get(room).is_none_or(|head| cursor >= head))
    }

    async fn take(&mut self, socket: &mut Socket, frame: &Value) {
        let client = self.number;
        if frame["type"] == "hello" {
            let epoch = frame["epoch"].as_str().unwrap_or_default().to_owned();
            return self.log.note(Seen::Greeted { client, epoch });
        }
        let Some(room) = Id::of_subject(&frame["subject"]) else { return };
        if !self.rooms.contains_key(&room) {
            return;
        }
        let head = frame["head"].as_i64().unwrap_or(-1);
        match frame["type"].as_str().unwrap_or_default() {
            "event" => {
                let seq = frame["seq"].as_i64().unwrap_or(-1);
                self.log.note(event(client, room, seq, frame));
                let cursor = self.rooms.entry(room).or_default();
                *cursor = seq.max(*cursor);
            }
            "opened" => self.log.note(Seen::Opened { client, room, head }),
            "resync" => {
                self.log.note(Seen::Resync { client, room, head });
                self.take_snapshot(socket, room).await;
            }
            _ => {}
        }
    }

    async fn take_snapshot(&mut self, socket: &mut Socket, room: Id) {
        let mut caller = Caller::of(&self.site, &self.person);
        let head = timeout(Duration::from_secs(10), caller.head(room)).await;
        // Without an answer the server closes or is gone, and everything begins again.
        if let Ok(Ok(as_of)) = head {
            self.rooms.insert(room, as_of);
            self.log.note(Seen::Snapshot { client: self.number, room, as_of });
            socket.open(room, Some(as_of)).await;
        }
    }
}

/// Returns an event frame as it is noted.
pub(crate) fn event(client: u32, room: Id, seq: i64, frame: &Value) -> Seen {
    let kind = frame["event"]["type"].as_str().unwrap_or_default().to_owned();
    Seen::Event { client, room, seq, kind, message: Id::of(&frame["event"]["message"]["id"]) }
}

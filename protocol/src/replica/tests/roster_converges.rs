//! Unread counts: events while a channel is open, activity while it is not, recounts and read
//! markers that cross each other on the way.

use std::collections::VecDeque;

use proptest::prelude::*;

use super::server::{CHANNEL, Server, user};
use crate::channel::{Channel, ChannelEntry, ChannelKind, Unread};
use crate::course::{Course, CourseState};
use crate::cursor::Seq;
use crate::event::Event;
use crate::frame::ChannelActivity;
use crate::id::{CourseId, UserId};
use crate::replica::roster::{Badge, Roster};
use crate::snapshot::CourseSnapshot;
use crate::user::{AccountRole, CourseRole, Me, Person};

#[derive(Clone, Debug)]
enum Step {
    Post,
    /// The viewer posts from elsewhere, and so has read up to there.
    PostOwn,
    Delete(usize),
    Open,
    Close,
    /// What is next on the socket arrives.
    Deliver,
    /// The server answers a recount; the answer is on its way.
    Count,
    /// An answer arrives.
    Answer(usize),
    /// The viewer reads everything that has arrived.
    Read,
    /// The server learns what was read.
    Learn,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Post),
        1 => Just(Step::PostOwn),
        2 => (0..1_000_usize).prop_map(Step::Delete),
        1 => Just(Step::Open),
        1 => Just(Step::Close),
        8 => Just(Step::Deliver),
        2 => Just(Step::Count),
        2 => (0..1_000_usize).prop_map(Step::Answer),
        2 => Just(Step::Read),
        2 => Just(Step::Learn),
    ]
}

/// What the server sends on the socket.
#[derive(Debug)]
enum Sent {
    Event(Seq, Box<Event>),
    Activity(ChannelActivity),
    Read(Unread),
}

struct World {
    server: Server,
    roster: Roster,
    /// Last event of the channel that the client has.
    cursor: Seq,
    /// Whether the server sends this client the channel's events, and up to which.
    open: Option<usize>,
    told: ChannelActivity,
    socket: VecDeque<Sent>,
    needs_count: bool,
    answers: Vec<Unread>,
    markers: VecDeque<Seq>,
}

impl World {
    fn new() -> Self {
        let server = Server::default();
        Self {
            roster: Roster::new(&snapshot(server.unread())),
            cursor: Seq(0),
            open: None,
            told: server.activity(),
            socket: VecDeque::new(),
            needs_count: false,
            answers: Vec::new(),
            markers: VecDeque::new(),
            server,
        }
    }

    fn take_all(&mut self, steps: &[Step]) {
        for step in steps {
            self.take(step);
        }
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Post => self.server.post(user(1)),
            Step::PostOwn => {
                self.server.post(user(0));
                self.mark(self.server.activity().position);
            }
            Step::Delete(which) => {
                let count = self.server.messages.len();
                if count > 0 {
                    self.server.delete(which % count);
                }
            }
            Step::Open => {
                let after = self.cursor;
                let sent = self.server.journal.iter().filter(|recorded| recorded.seq <= after);
                self.open.get_or_insert(sent.count());
            }
            Step::Close => self.open = None,
            Step::Deliver => self.deliver(),
            Step::Count => {
                if self.needs_count {
                    self.needs_count = false;
                    self.answers.push(self.server.unread());
                }
            }
            Step::Answer(which) => {
                if !self.answers.is_empty() {
                    let unread = self.answers.remove(which % self.answers.len());
                    self.settle(|roster| roster.recount(CHANNEL, unread));
                }
            }
            Step::Read => {
                let last = self.unread().last_position;
                self.roster.mark_read(CHANNEL, last);
                self.markers.push_back(last);
            }
            Step::Learn => {
                if let Some(position) = self.markers.pop_front() {
                    self.mark(position);
                    self.answers.push(self.server.unread());
                }
            }
        }
        self.send();
    }

    fn mark(&mut self, position: Seq) {
        self.server.read_position = self.server.read_position.max(position);
        self.socket.push_back(Sent::Read(self.server.unread()));
    }

    /// Puts on the socket what the server has to say: events if the channel is open, else activity.
    fn send(&mut self) {
        let activity = self.server.activity();
        match &mut self.open {
            Some(sent) => {
                for recorded in &self.server.journal[*sent..] {
                    self.socket
                        .push_back(Sent::Event(recorded.seq, Box::new(recorded.event.clone())));
                }
                *sent = self.server.journal.len();
                self.told = activity;
            }
            None if self.told != activity => {
                self.socket.push_back(Sent::Activity(activity));
                self.told = activity;
            }
            None => {}
        }
    }

    fn deliver(&mut self) {
        let me = user(0);
        match self.socket.pop_front() {
            Some(Sent::Event(seq, _)) if seq <= self.cursor => {}
            Some(Sent::Event(seq, event)) => {
                self.cursor = seq;
                match *event {
                    Event::MessagePosted { message } => self.roster.count_message(me, &message),
                    Event::MessageDeleted { message } => {
                        self.settle(|roster| roster.count_deletion(&message));
                    }
                    _ => {}
                }
            }
            Some(Sent::Activity(activity)) => {
                self.settle(|roster| roster.count_activity(&activity));
            }
            Some(Sent::Read(unread)) => self.settle(|roster| roster.recount(CHANNEL, unread)),
            None => {}
        }
    }

    fn settle(&mut self, work: impl FnOnce(&mut Roster) -> Badge) {
        if work(&mut self.roster) == Badge::Recount {
            self.needs_count = true;
        }
    }

    fn unread(&self) -> Unread {
        self.roster.channels[&CHANNEL].unread
    }

    /// Lets everything arrive that is on its way.
    fn come_to_rest(&mut self) {
        for _ in 0..10_000 {
            let is_at_rest = self.socket.is_empty()
                && self.answers.is_empty()
                && self.markers.is_empty()
                && !self.needs_count;
            if is_at_rest {
                return;
            }
            for step in [Step::Deliver, Step::Learn, Step::Count, Step::Answer(0)] {
                self.take(&step);
            }
        }
        panic!("counts are asked for without end");
    }
}

pub(super) fn snapshot(unread: Unread) -> CourseSnapshot {
    let entry = ChannelEntry { channel: channel("general"), my_role: None, unread };
    course_snapshot(vec![entry], [Seq(0), Seq(0)])
}

/// Returns a course as the viewer sees it, at these cursors of the course's and of the own subject.
pub(super) fn course_snapshot(
    channels: Vec<ChannelEntry>,
    [as_of, user_as_of]: [Seq; 2],
) -> CourseSnapshot {
    let me = Me {
        id: user(0),
        login: "ada".into(),
        display_name: "Ada".into(),
        role: AccountRole::User,
        expires_at: None,
        language: None,
        hue: 0,
    };
    let course = Course {
        id: CourseId(uuid::Uuid::from_u128(5)),
        slug: "commons".into(),
        code: "Commons".into(),
        title: "Commons".into(),
        term: String::new(),
        state: CourseState::Active,
        is_open: true,
        students_create_groups: true,
        my_role: Some(CourseRole::Student),
    };
    CourseSnapshot { me, course, channels, people_total: 2, as_of, user_as_of, epoch: "e".into() }
}

fn channel(name: &str) -> Channel {
    Channel {
        id: CHANNEL,
        course_id: Some(CourseId(uuid::Uuid::from_u128(5))),
        name: name.into(),
        description: String::new(),
        kind: ChannelKind::Public,
        archived_at: None,
        slow_mode_s: 0,
        changed_seq: Seq(0),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_badge_ends_at_the_servers_count(steps in prop::collection::vec(step(), 1..80)) {
        let mut world = World::new();
        world.take_all(&steps);
        world.come_to_rest();
        // A message taken away after it was read changes no badge and may go uncounted.
        let gone = world.unread().gone;
        prop_assert!(gone <= world.server.unread().gone);
        prop_assert_eq!(world.unread(), Unread { gone, ..world.server.unread() });
    }
}

#[test]
fn events_of_a_course_that_are_already_in_change_nothing() {
    let mut roster = Roster::new(&snapshot(Unread::default()));
    let person = |id: UserId| Person {
        id,
        login: "bo".into(),
        display_name: "Bo".into(),
        role: AccountRole::User,
        course_role: None,
        hue: 0,
        is_deactivated: false,
    };
    let events = [
        (Seq(1), Event::PersonJoined { person: person(user(2)) }),
        (Seq(2), Event::ChannelListed { channel: channel("lectures") }),
        (Seq(3), Event::PersonLeft { user_id: user(2) }),
        (Seq(4), Event::PersonJoined { person: person(user(3)) }),
    ];
    for (seq, event) in &events {
        let _ = roster.apply(*seq, event);
    }
    let once = roster.clone();
    for (seq, event) in &events {
        let _ = roster.apply(*seq, event);
    }
    assert_eq!(roster, once);
    assert_eq!((roster.people_total, roster.cursor), (3, Seq(4)));
    assert_eq!(roster.channels[&CHANNEL].channel.name, "lectures");
}

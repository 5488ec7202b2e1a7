//! Who sees which channel: the course's list and the person's own memberships come in two streams,
//! which arrive in any order against each other, live or by replay.

use proptest::prelude::*;

use crate::channel::{Channel, ChannelEntry, ChannelKind, ChannelRole, Unread};
use crate::cursor::Seq;
use crate::event::Event;
use crate::id::{ChannelId, CourseId};
use crate::replica::roster::Roster;
use crate::snapshot::CourseSnapshot;

use super::roster_converges::course_snapshot;

const COURSE: CourseId = CourseId(uuid::Uuid::from_u128(5));
const CHANNELS: usize = 2;

#[derive(Clone, Debug)]
enum Step {
    Create(usize),
    Rename(usize),
    MakePrivate(usize),
    MakePublic(usize),
    /// The viewer becomes a member, or gets another role.
    Grant(usize, ChannelRole),
    Remove(usize),
    DeliverCourse,
    DeliverOwn,
    /// The stream breaks; what comes next is built from the rows as they are then.
    ReplayCourse,
    ReplayOwn,
    /// An event arrives that was there before.
    Repeat(usize),
    /// The client takes a fresh snapshot.
    Reload,
}

fn step() -> impl Strategy<Value = Step> {
    let channel = 0..CHANNELS;
    let role = prop_oneof![
        Just(ChannelRole::Owner),
        Just(ChannelRole::Member),
        Just(ChannelRole::Readonly)
    ];
    prop_oneof![
        1 => channel.clone().prop_map(Step::Create),
        2 => channel.clone().prop_map(Step::Rename),
        3 => channel.clone().prop_map(Step::MakePrivate),
        3 => channel.clone().prop_map(Step::MakePublic),
        4 => (channel.clone(), role).prop_map(|(channel, role)| Step::Grant(channel, role)),
        3 => channel.prop_map(Step::Remove),
        6 => Just(Step::DeliverCourse),
        6 => Just(Step::DeliverOwn),
        1 => Just(Step::ReplayCourse),
        1 => Just(Step::ReplayOwn),
        2 => (0..1_000_usize).prop_map(Step::Repeat),
        1 => Just(Step::Reload),
    ]
}

/// One stream: what was recorded, and up to where it was delivered.
#[derive(Default)]
struct Stream {
    journal: Vec<Event>,
    delivered: usize,
    /// Up to here events come as they are now instead of as they were.
    replayed: usize,
}

struct World {
    channels: Vec<Option<(Channel, Option<ChannelRole>)>>,
    course: Stream,
    own: Stream,
    roster: Roster,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            channels: vec![None; CHANNELS],
            course: Stream::default(),
            own: Stream::default(),
            roster: Roster::new(&course_snapshot(Vec::new(), [Seq(0), Seq(0)])),
        };
        world.roster = Roster::new(&world.snapshot());
        world
    }

    fn snapshot(&self) -> CourseSnapshot {
        let channels = self.channels.iter().flatten();
        let entries = channels.filter(|(channel, role)| channel.is_listed() || role.is_some()).map(
            |(channel, role)| ChannelEntry {
                channel: channel.clone(),
                my_role: *role,
                unread: Unread::default(),
            },
        );
        let head = |stream: &Stream| Seq(i64::try_from(stream.journal.len()).unwrap());
        course_snapshot(entries.collect(), [head(&self.course), head(&self.own)])
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Create(index) => self.create(index),
            Step::Rename(index) => {
                self.change(index, |channel| channel.name = format!("n{}", channel.changed_seq));
            }
            Step::MakePrivate(index) => {
                self.change(index, |channel| channel.kind = ChannelKind::Private);
            }
            Step::MakePublic(index) => {
                self.change(index, |channel| channel.kind = ChannelKind::Public);
            }
            Step::Grant(index, role) => {
                if let Some((channel, mine)) = &mut self.channels[index] {
                    *mine = Some(role);
                    let channel = channel.clone();
                    self.own.journal.push(Event::AccessGranted { channel, role: Some(role) });
                }
            }
            Step::Remove(index) => self.remove(index),
            Step::DeliverCourse => self.deliver_course(),
            Step::DeliverOwn => self.deliver_own(),
            Step::ReplayCourse => self.course.replayed = self.course.journal.len(),
            Step::ReplayOwn => self.own.replayed = self.own.journal.len(),
            Step::Repeat(which) => self.repeat(which),
            Step::Reload => {
                self.roster = Roster::new(&self.snapshot());
                self.course.delivered = self.course.journal.len();
                self.own.delivered = self.own.journal.len();
            }
        }
    }

    fn create(&mut self, index: usize) {
        if self.channels[index].is_none() {
            let channel = Channel {
                id: ChannelId(uuid::Uuid::from_u128(1 + index as u128)),
                course_id: Some(COURSE),
                name: format!("c{index}"),
                description: String::new(),
                kind: ChannelKind::Public,
                archived_at: None,
                slow_mode_s: 0,
                changed_seq: Seq(0),
            };
            self.course.journal.push(Event::ChannelCreated { channel: channel.clone() });
            self.channels[index] = Some((channel, None));
        }
    }

    fn change(&mut self, index: usize, work: impl FnOnce(&mut Channel)) {
        let Some((channel, role)) = &mut self.channels[index] else { return };
        let (was_listed, role) = (channel.is_listed(), *role);
        channel.changed_seq = channel.changed_seq.next();
        work(channel);
        let channel = channel.clone();
        if channel.is_listed() {
            self.course.journal.push(Event::ChannelListed { channel: channel.clone() });
        } else if was_listed {
            self.course.journal.push(Event::ChannelUnlisted { channel_id: channel.id });
        }
        if role.is_some() {
            self.own.journal.push(Event::AccessGranted { channel, role });
        }
    }

    fn remove(&mut self, index: usize) {
        let Some((channel, role @ Some(_))) = &mut self.channels[index] else { return };
        *role = None;
        self.own.journal.push(if channel.is_listed() {
            Event::AccessGranted { channel: channel.clone(), role: None }
        } else {
            Event::AccessRevoked { channel_id: channel.id }
        });
    }

    /// Returns an event as replay builds it.
    fn as_it_is_now(&self, event: &Event) -> Event {
        let now = |id: ChannelId| {
            self.channels.iter().flatten().find(|(channel, _)| channel.id == id).unwrap().clone()
        };
        match event {
            Event::ChannelCreated { channel } | Event::ChannelListed { channel } => {
                let (channel, _) = now(channel.id);
                match event {
                    _ if !channel.is_listed() => Event::Unknown,
                    Event::ChannelCreated { .. } => Event::ChannelCreated { channel },
                    _ => Event::ChannelListed { channel },
                }
            }
            Event::AccessGranted { channel, .. } => match now(channel.id) {
                (channel, None) if !channel.is_listed() => {
                    Event::AccessRevoked { channel_id: channel.id }
                }
                (channel, role) => Event::AccessGranted { channel, role },
            },
            other => other.clone(),
        }
    }

    fn next(&self, stream: &Stream) -> Option<(Seq, Event)> {
        let event = stream.journal.get(stream.delivered)?;
        let is_replay = stream.delivered < stream.replayed;
        let event = if is_replay { self.as_it_is_now(event) } else { event.clone() };
        Some((Seq(i64::try_from(stream.delivered).unwrap() + 1), event))
    }

    fn deliver_course(&mut self) {
        if let Some((seq, event)) = self.next(&self.course) {
            self.course.delivered += 1;
            let _ = self.roster.apply(seq, &event);
        }
    }

    fn deliver_own(&mut self) {
        if let Some((seq, event)) = self.next(&self.own) {
            self.own.delivered += 1;
            let _ = self.roster.apply_own(seq, &event);
        }
    }

    fn repeat(&mut self, which: usize) {
        if self.course.delivered > 0 {
            let place = which % self.course.delivered;
            let seq = Seq(i64::try_from(place).unwrap() + 1);
            let _ = self.roster.apply(seq, &self.course.journal[place].clone());
        }
        if self.own.delivered > 0 {
            let place = which % self.own.delivered;
            let seq = Seq(i64::try_from(place).unwrap() + 1);
            let _ = self.roster.apply_own(seq, &self.own.journal[place].clone());
        }
    }

    /// Lets everything arrive that is on its way, one stream after the other.
    fn come_to_rest(&mut self, course_first: bool) {
        let all = |world: &mut Self, is_course: bool| {
            let journal = if is_course { &world.course.journal } else { &world.own.journal };
            for _ in 0..journal.len() {
                if is_course { world.deliver_course() } else { world.deliver_own() }
            }
        };
        all(self, course_first);
        all(self, !course_first);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_roster_ends_at_what_the_server_would_show(
        steps in prop::collection::vec(step(), 1..60),
        course_first in any::<bool>(),
    ) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
        }
        world.come_to_rest(course_first);
        let fresh = Roster::new(&world.snapshot());
        prop_assert_eq!(&world.roster.channels, &fresh.channels);
        prop_assert_eq!(world.roster.cursor, fresh.cursor);
        prop_assert_eq!(world.roster.user_cursor, fresh.user_cursor);
    }
}

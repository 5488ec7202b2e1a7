//! The timeline: pages from anywhere, in flight for as long as they like, events live and replayed,
//! late repeats, and acknowledgements that overtake events.

use proptest::prelude::*;

use super::server::{Server, said, user};
use crate::cursor::Seq;
use crate::page::{MessagePage, PageKey};
use crate::replica::timeline::{PageOutcome, Timeline};

const LIMIT: usize = 4;

/// One thing that happens, on the server or on the way to the client. Numbers choose among what
/// there is.
#[derive(Clone, Debug)]
enum Step {
    Post,
    Edit(usize),
    Delete(usize),
    /// Somebody toggles a reaction.
    React {
        which: usize,
        by: u8,
        is_like: bool,
    },
    /// The next event arrives, as it was or as replay builds it.
    Deliver {
        is_replay: bool,
    },
    /// An event that has arrived before arrives again.
    Repeat {
        which: usize,
        is_replay: bool,
    },
    /// The server acknowledges a message that the client posted.
    Acknowledge(usize),
    /// The server reads a page; it is on its way.
    Read(Ask),
    /// A page on its way arrives.
    Arrive(usize),
    KeepNewest(usize),
    KeepOldest(usize),
}

/// Which page the client asks for.
#[derive(Clone, Copy, Debug)]
enum Ask {
    Older,
    Newer,
    Latest,
    Around(usize),
}

fn react() -> impl Strategy<Value = Step> {
    (0..1_000_usize, 0..2_u8, any::<bool>()).prop_map(|(which, by, is_like)| Step::React {
        which,
        by,
        is_like,
    })
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0..1_000_usize;
    let ask = prop_oneof![
        3 => Just(Ask::Older),
        3 => Just(Ask::Newer),
        1 => Just(Ask::Latest),
        1 => which.clone().prop_map(Ask::Around),
    ];
    prop_oneof![
        8 => Just(Step::Post),
        3 => which.clone().prop_map(Step::Edit),
        2 => which.clone().prop_map(Step::Delete),
        6 => react(),
        10 => any::<bool>().prop_map(|is_replay| Step::Deliver { is_replay }),
        3 => (which.clone(), any::<bool>())
            .prop_map(|(which, is_replay)| Step::Repeat { which, is_replay }),
        2 => which.clone().prop_map(Step::Acknowledge),
        6 => ask.prop_map(Step::Read),
        6 => which.clone().prop_map(Step::Arrive),
        1 => (1..8_usize).prop_map(Step::KeepNewest),
        1 => (1..8_usize).prop_map(Step::KeepOldest),
    ]
}

/// The server, the client, and what is between them.
struct World {
    server: Server,
    timeline: Timeline,
    delivered: usize,
    pages: Vec<(PageKey, MessagePage)>,
}

impl World {
    fn new(posted_before: usize) -> Self {
        let mut server = Server::default();
        (0..posted_before).for_each(|_| server.post(user(1)));
        let timeline = Timeline::new(user(0), server.page(PageKey::Latest, LIMIT));
        Self { delivered: server.journal.len(), server, timeline, pages: Vec::new() }
    }

    fn take_all(&mut self, steps: &[Step]) {
        for step in steps {
            self.take(step);
        }
    }

    fn take(&mut self, step: &Step) {
        let count = self.server.messages.len();
        match *step {
            Step::Post => self.server.post(user(1)),
            Step::Edit(which) if count > 0 => self.server.edit(which % count),
            Step::Delete(which) if count > 0 => self.server.delete(which % count),
            Step::React { which, by, is_like } if count > 0 => {
                self.server.react(
                    count - 1 - which % count.min(3),
                    user(by),
                    if is_like { "👍" } else { "🎉" },
                );
            }
            Step::Deliver { is_replay } if self.delivered < self.server.journal.len() => {
                self.apply(self.delivered, is_replay);
                self.delivered += 1;
            }
            Step::Repeat { which, is_replay } if self.delivered > 0 => {
                self.apply(which % self.delivered, is_replay);
            }
            Step::Acknowledge(which) if count > 0 => {
                let message = said(&self.server.messages[which % count]);
                self.timeline.put(&message);
            }
            Step::Read(ask) => {
                let key = match ask {
                    Ask::Older => self.timeline.first_position().map(PageKey::Before),
                    Ask::Newer => self.timeline.last_position().map(PageKey::After),
                    Ask::Latest => Some(PageKey::Latest),
                    Ask::Around(_) if count == 0 => None,
                    Ask::Around(which) => {
                        self.server.messages[which % count].position.map(PageKey::Around)
                    }
                };
                self.pages.extend(key.map(|key| (key, self.server.page(key, LIMIT))));
            }
            Step::Arrive(which) if !self.pages.is_empty() => {
                let (key, page) = self.pages.remove(which % self.pages.len());
                let _ = self.timeline.merge(key, page);
            }
            Step::KeepNewest(len) => self.timeline.keep_newest(len),
            Step::KeepOldest(len) => self.timeline.keep_oldest(len),
            _ => {}
        }
    }

    fn apply(&mut self, index: usize, is_replay: bool) {
        let recorded = self.server.journal[index].clone();
        let replayed = self.server.replayed(&recorded);
        let event = if is_replay { replayed } else { recorded.event };
        self.timeline.apply(recorded.seq, &event);
    }

    /// Whether the window is what the server has between its ends, and knows what lies beyond.
    fn check(&self) {
        let shown: Vec<_> = self.timeline.messages().cloned().collect();
        let (first, last) = (self.timeline.first_position(), self.timeline.last_position());
        let all = &self.server.messages;
        let expect: Vec<_> = all
            .iter()
            .filter(|message| message.position >= first && message.position <= last)
            .filter(|_| first.is_some())
            .cloned()
            .collect();
        assert_eq!(shown, expect);
        assert_eq!(self.timeline.cursor(), self.server.head());
        if first.is_some() {
            let is_older = |position: Option<Seq>| position < first;
            let has_before = all.iter().any(|message| is_older(message.position));
            let has_after = all.iter().any(|message| message.position > last);
            assert_eq!(
                (self.timeline.has_before(), self.timeline.has_after()),
                (has_before, has_after)
            );
        } else {
            assert!(all.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn any_interleaving_ends_in_what_the_server_knows(
        posted_before in 0..12_usize,
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let mut world = World::new(posted_before);
        world.take_all(&steps);
        while world.delivered < world.server.journal.len() {
            world.take(&Step::Deliver { is_replay: false });
        }
        world.check();
        // Pages that are still on their way change nothing for the worse.
        while !world.pages.is_empty() {
            world.take(&Step::Arrive(0));
            world.check();
        }
    }

    #[test]
    fn a_second_delivery_of_everything_changes_nothing(
        posted_before in 0..12_usize,
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut world = World::new(posted_before);
        world.take_all(&steps);
        while world.delivered < world.server.journal.len() {
            world.take(&Step::Deliver { is_replay: true });
        }
        let before = world.timeline.clone();
        for index in 0..world.server.journal.len() {
            world.apply(index, index % 2 == 0);
        }
        prop_assert_eq!(before, world.timeline);
    }

    #[test]
    fn events_on_an_old_snapshot_give_the_fresh_one(
        posted_before in 0..LIMIT,
        steps in prop::collection::vec(
            prop_oneof![
                Just(Step::Post),
                (0..1_000_usize).prop_map(Step::Edit),
                (0..1_000_usize).prop_map(Step::Delete),
                react(),
            ],
            0..40,
        ),
    ) {
        let mut world = World::new(posted_before);
        world.take_all(&steps);
        while world.delivered < world.server.journal.len() {
            world.take(&Step::Deliver { is_replay: false });
        }
        let fresh = Timeline::new(user(0), world.server.page(PageKey::Latest, 1_000));
        prop_assert_eq!(world.timeline, fresh);
    }
}

#[test]
fn an_expected_reaction_is_shown_and_gives_way_to_what_the_server_says() {
    let mut world = World::new(1);
    let (id, position) = (world.server.messages[0].id, world.server.messages[0].position.unwrap());
    world.server.react(0, user(1), "👍");
    world.take(&Step::Deliver { is_replay: false });
    assert!(world.timeline.expect_reaction(id, "👍", true));
    assert!(!world.timeline.expect_reaction(id, "👍", true));
    let shown = world.timeline.at(position).unwrap();
    assert_eq!((shown.reactions[0].count, shown.has_mine("👍")), (2, true));
    assert!(world.timeline.expect_reaction(id, "👍", false));
    assert!(world.timeline.expect_reaction(id, "🎉", true));
    assert!(world.timeline.expect_reaction(id, "🎉", false));
    world.server.react(0, user(0), "👍");
    world.take(&Step::Deliver { is_replay: false });
    world.check();
}

#[test]
fn an_acknowledgement_may_overtake_the_events_before_it() {
    let mut world = World::new(2);
    (0..3).for_each(|_| world.server.post(user(1)));
    world.take(&Step::Acknowledge(4));
    for _ in 0..3 {
        world.take(&Step::Deliver { is_replay: false });
    }
    world.check();
    assert_eq!(world.timeline.len(), 5);
}

#[test]
fn a_page_that_is_older_than_what_was_dropped_is_refused() {
    let mut world = World::new(10);
    let stale = world.server.page(PageKey::Latest, LIMIT);
    world.server.edit(8);
    world.take(&Step::Deliver { is_replay: false });
    world.take(&Step::KeepOldest(1));
    assert_eq!(world.timeline.merge(PageKey::Latest, stale), PageOutcome::Refused);
}

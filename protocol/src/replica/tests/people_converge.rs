//! People who come, change and go while a list of them is loaded page by page: in the end the list
//! and the count are what a fresh snapshot says.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::roster_converges::snapshot;
use super::server::user;
use crate::channel::Unread;
use crate::cursor::Seq;
use crate::event::Event;
use crate::id::UserId;
use crate::page::PeoplePage;
use crate::replica::people::People;
use crate::replica::roster::Roster;
use crate::user::{AccountRole, CourseRole, Person};

/// People who may be in the course; the viewer is the first.
const CROWD: u8 = 9;
/// People in a page.
const PAGE: usize = 3;

#[derive(Clone, Debug)]
enum Step {
    /// Somebody is enrolled or gets another role.
    Be(u8, CourseRole),
    Leave(u8),
    Rename(u8, u8),
    /// The next event arrives.
    Deliver,
    /// Events that have arrived come again.
    Repeat(usize),
    /// The next page is read.
    Ask,
    /// The page that was read arrives.
    Arrive,
}

fn step() -> impl Strategy<Value = Step> {
    let roles = [CourseRole::Instructor, CourseRole::Assistant, CourseRole::Student];
    let be = (0..CROWD, prop::sample::select(roles.to_vec()));
    prop_oneof![
        6 => be.prop_map(|(who, role)| Step::Be(who, role)),
        3 => (0..CROWD).prop_map(Step::Leave),
        2 => ((0..CROWD), (0..9_u8)).prop_map(|(who, name)| Step::Rename(who, name)),
        5 => Just(Step::Deliver),
        1 => (0..100_usize).prop_map(Step::Repeat),
        4 => Just(Step::Ask),
        4 => Just(Step::Arrive),
    ]
}

fn person(who: u8) -> Person {
    Person {
        id: user(who),
        login: format!("person-{who}"),
        display_name: format!("Name {}", who % 4),
        role: AccountRole::User,
        course_role: None,
        hue: 0,
        is_deactivated: false,
    }
}

/// Accounts, of which those with a role are enrolled, and what was recorded: kinds and references.
struct World {
    accounts: BTreeMap<UserId, Person>,
    journal: Vec<(UserId, Kind)>,
    delivered: usize,
    roster: Roster,
    people: People,
    /// A page that has been read and not arrived.
    page: Option<PeoplePage>,
}

#[derive(Clone, Copy)]
enum Kind {
    Joined,
    Changed,
    Left,
}

impl World {
    fn new() -> Self {
        let mut accounts: BTreeMap<_, _> = (0..CROWD).map(|who| (user(who), person(who))).collect();
        for who in 0..5 {
            accounts.get_mut(&user(who)).unwrap().course_role = Some(CourseRole::Student);
        }
        let mut world = Self {
            roster: Roster::new(&snapshot(Unread::default())),
            people: People::default(),
            accounts,
            journal: Vec::new(),
            delivered: 0,
            page: None,
        };
        world.roster = world.fresh_roster();
        world.page = Some(world.page(None));
        world
    }

    fn head(&self) -> Seq {
        Seq(i64::try_from(self.journal.len()).unwrap())
    }

    fn enrolled(&self) -> Vec<Person> {
        let mut people: Vec<_> =
            self.accounts.values().filter(|person| person.course_role.is_some()).cloned().collect();
        people.sort_by_key(|person| (person.course_role, person.display_name.clone(), person.id));
        people
    }

    /// Reads a page as the server does; the key is the last person's place.
    fn page(&self, after: Option<&str>) -> PeoplePage {
        let place = |person: &Person| {
            let rank = person.course_role.map(|role| role as u8);
            format!("{rank:?}/{}/{}", person.display_name, person.id)
        };
        let enrolled = self.enrolled();
        let total = i64::try_from(enrolled.len()).unwrap();
        // The key may name somebody who is elsewhere by now: what matters is their place then.
        let mut rest: Vec<_> = enrolled
            .into_iter()
            .filter(|one| after.is_none_or(|after| *place(one) > *after))
            .collect();
        let is_more = rest.len() > PAGE;
        rest.truncate(PAGE);
        let next = rest.last().filter(|_| is_more).map(place);
        PeoplePage { items: rest, next, total, as_of: self.head() }
    }

    fn fresh_roster(&self) -> Roster {
        let mut snapshot = snapshot(Unread::default());
        snapshot.people_total = i64::try_from(self.enrolled().len()).unwrap();
        snapshot.course.my_role = self.accounts[&user(0)].course_role;
        snapshot.as_of = self.head();
        Roster::new(&snapshot)
    }

    /// An event as replay builds it: of the person as they are now.
    fn event(&self, index: usize) -> Event {
        let (id, kind) = self.journal[index];
        let person = self.accounts[&id].clone();
        match kind {
            Kind::Joined => Event::PersonJoined { person },
            Kind::Changed => Event::PersonChanged { person },
            Kind::Left => Event::PersonLeft { user_id: id },
        }
    }

    fn apply(&mut self, index: usize) {
        let seq = Seq(i64::try_from(index).unwrap() + 1);
        let event = self.event(index);
        let _ = self.roster.apply(seq, &event);
        self.people.apply(seq, &event);
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Be(who, role) => {
                let account = self.accounts.get_mut(&user(who)).unwrap();
                let was = account.course_role.replace(role);
                let kind = if was.is_some() { Kind::Changed } else { Kind::Joined };
                self.journal.push((user(who), kind));
            }
            Step::Leave(who) => {
                if self.accounts.get_mut(&user(who)).unwrap().course_role.take().is_some() {
                    self.journal.push((user(who), Kind::Left));
                }
            }
            Step::Rename(who, name) => {
                let account = self.accounts.get_mut(&user(who)).unwrap();
                account.display_name = format!("Name {name}");
                if account.course_role.is_some() {
                    self.journal.push((user(who), Kind::Changed));
                }
            }
            Step::Deliver => {
                if self.delivered < self.journal.len() {
                    self.apply(self.delivered);
                    self.delivered += 1;
                }
            }
            Step::Repeat(from) => {
                for index in from.min(self.delivered)..self.delivered {
                    self.apply(index);
                }
            }
            Step::Ask => {
                if self.page.is_none() && self.people.next().is_some() {
                    self.page = Some(self.page(self.people.next()));
                }
            }
            Step::Arrive => {
                if let Some(page) = self.page.take() {
                    self.people.extend(page);
                }
            }
        }
    }

    fn come_to_rest(&mut self) {
        while self.delivered < self.journal.len() || self.page.is_some() {
            self.take(&Step::Deliver);
            self.take(&Step::Arrive);
        }
        while self.people.next().is_some() {
            self.take(&Step::Ask);
            self.take(&Step::Arrive);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn people_end_as_a_fresh_snapshot_has_them(steps in prop::collection::vec(step(), 1..80)) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
        }
        world.come_to_rest();
        prop_assert_eq!(world.people.items().to_vec(), world.enrolled());
        prop_assert_eq!(&world.roster, &world.fresh_roster());
    }
}

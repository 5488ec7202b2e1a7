//! The people of a course, as far as they are loaded, in the server's order: staff first, then by
//! name.

use crate::cursor::Seq;
use crate::event::Event;
use crate::id::UserId;
use crate::limits::PEOPLE_ASIDE_MAX;
use crate::page::PeoplePage;
use crate::user::{CourseRole, Person};

/// Pages of people, kept up to date by the events of `course:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    items: Vec<Person>,
    is_loaded: bool,
    next: Option<String>,
    /// Where the last page ended; nothing beyond it is shown before it is loaded.
    end: Option<Key>,
    cursor: Seq,
    /// What happened that a page on its way may not know of; only while there are such pages.
    aside: Vec<(Seq, UserId, Option<Person>)>,
}

/// A person's place in the list.
type Key = (u8, String, UserId);

fn key(person: &Person) -> Key {
    let rank = match person.course_role {
        Some(CourseRole::Instructor) => 0,
        Some(CourseRole::Assistant) => 1,
        Some(CourseRole::Student) => 2,
        Some(CourseRole::Guest) | None => 3,
    };
    (rank, person.display_name.clone(), person.id)
}

impl People {
    /// Begins with the first page. One that is still on its way goes to [`Self::extend`] of the
    /// default, so that nothing is lost that happens meanwhile.
    pub fn new(page: PeoplePage) -> Self {
        let mut people = Self::default();
        people.extend(page);
        people
    }

    /// Adds the first page, or the one that [`Self::next`] asked for. What happened since it was
    /// read is kept.
    pub fn extend(&mut self, page: PeoplePage) {
        if !self.is_loaded {
            self.is_loaded = true;
            self.cursor = self.cursor.max(page.as_of);
        }
        self.end = page.next.as_ref().and_then(|_| page.items.last().map(key));
        self.next = page.next;
        for person in page.items {
            self.put(person.id, Some(person));
        }
        let mut later = std::mem::take(&mut self.aside);
        later.retain(|(seq, ..)| *seq > page.as_of);
        for (_, id, person) in &later {
            self.put(*id, person.clone());
        }
        if self.next.is_some() {
            self.aside = later;
        }
    }

    /// Applies an event of `course:`; one that is already in here changes nothing.
    pub fn apply(&mut self, seq: Seq, event: &Event) {
        if seq <= self.cursor {
            return;
        }
        self.cursor = seq;
        let (id, person) = match event {
            Event::PersonJoined { person } | Event::PersonChanged { person } => {
                // Without a role they have left since, which a later event says.
                (person.id, person.course_role.map(|_| person.clone()))
            }
            Event::PersonLeft { user_id } => (*user_id, None),
            _ => return,
        };
        if self.is_loaded {
            self.put(id, person.clone());
        }
        if self.next.is_some() || !self.is_loaded {
            self.aside.push((seq, id, person));
            if self.aside.len() > PEOPLE_ASIDE_MAX {
                self.aside.remove(0);
            }
        }
    }

    /// Whether there is a first page.
    pub fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    /// Returns the people that are loaded.
    pub fn items(&self) -> &[Person] {
        &self.items
    }

    /// Returns the key of the next page, if there is one.
    pub fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// Puts a person where they belong, or takes them away.
    fn put(&mut self, id: UserId, person: Option<Person>) {
        self.items.retain(|item| item.id != id);
        let Some(person) = person else { return };
        let key_of_person = key(&person);
        if self.end.as_ref().is_none_or(|end| key_of_person <= *end) {
            let place = self.items.partition_point(|item| key(item) < key_of_person);
            self.items.insert(place, person);
        }
    }
}

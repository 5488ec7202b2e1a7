//! The people of a course, page by page, in groups.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::fault::Fault;
use protocol::id::CourseId;
use protocol::page::PeoplePage;
use protocol::user::{CourseRole, Person};

use crate::api::error::ApiError;
use crate::api::people::load_people;
use crate::live::use_live;
use crate::opening::use_first_page;

/// People who are listed under one heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Instructors and assistants.
    Staff,
    /// Those who take the course.
    Students,
    /// Visitors.
    Guests,
}

impl Group {
    /// Every group, in the order of the list.
    pub const ALL: [Self; 3] = [Self::Staff, Self::Students, Self::Guests];

    fn of(person: &Person) -> Self {
        match person.course_role {
            Some(CourseRole::Instructor | CourseRole::Assistant) => Self::Staff,
            Some(CourseRole::Guest) => Self::Guests,
            Some(CourseRole::Student) | None => Self::Students,
        }
    }
}

/// The people that are loaded so far. Cheap to copy.
#[derive(Clone, Copy)]
pub struct People {
    items: RwSignal<Vec<Person>>,
    next: RwSignal<Option<String>>,
    is_loaded: RwSignal<bool>,
    is_loading: RwSignal<bool>,
    fault: RwSignal<Option<Fault>>,
    course: Memo<CourseId>,
}

/// Returns the people of the course around, from the first page's contents if it has them. The list
/// begins anew when somebody joins or leaves.
pub fn use_people() -> People {
    let live = use_live();
    let (course, total) = (live.course(), live.people_total());
    let people = People {
        items: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        is_loaded: RwSignal::new(false),
        is_loading: RwSignal::new(false),
        fault: RwSignal::new(None),
        course: Memo::new(move |_| course.with(|course| course.id)),
    };
    if let Some(first) = use_first_page().people() {
        people.begin(first);
    }
    Effect::new(move |before: Option<(CourseId, i64)>| {
        let now = (people.course.get(), total.get());
        let is_known =
            people.is_loaded.get_untracked() && before.is_none_or(|before| before == now);
        if !is_known {
            people.load(None);
        }
        now
    });
    people
}

impl People {
    /// Whether there is something to show.
    pub fn is_loaded(self) -> bool {
        self.is_loaded.get()
    }

    /// Returns the loaded people of a group.
    pub fn of(self, group: Group) -> Vec<Person> {
        self.items.with(|items| {
            items.iter().filter(|person| Group::of(person) == group).cloned().collect()
        })
    }

    /// Returns how many people a group has, once all of them are loaded.
    pub fn count(self, group: Group) -> Option<usize> {
        let is_last = self.items.with(|items| items.last().map(Group::of) == Some(group));
        let is_complete = !is_last || self.next.with(Option::is_none);
        is_complete.then(|| self.of(group).len())
    }

    /// Returns the key of the next page, if there is one.
    pub fn next(self) -> Option<String> {
        self.next.get()
    }

    /// Returns why the last page could not be loaded.
    pub fn fault(self) -> Option<Fault> {
        self.fault.get()
    }

    /// Loads the next page, unless it is on its way.
    pub fn load_more(self) {
        let next = self.next.get_untracked();
        if next.is_some() && !self.is_loading.get_untracked() {
            self.load(next);
        }
    }

    /// Loads a page; without a key the first one, which replaces what is there.
    fn load(self, after: Option<String>) {
        self.is_loading.set(true);
        spawn_local(async move {
            let is_first = after.is_none();
            let loaded = load_people(self.course.get_untracked(), after).await;
            if self.is_loading.try_set(false).is_some() {
                return;
            }
            match loaded {
                Ok(page) if !is_first => {
                    self.items.update(|items| items.extend(page.items));
                    self.next.set(page.next);
                    self.fault.set(None);
                }
                loaded => self.begin(loaded),
            }
        });
    }

    fn begin(self, first: Result<PeoplePage, ApiError>) {
        match first {
            Ok(page) => {
                self.items.set(page.items);
                self.next.set(page.next);
                self.fault.set(None);
                self.is_loaded.set(true);
            }
            Err(error) => self.fault.set(Some(error.0)),
        }
    }
}

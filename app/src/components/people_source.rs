//! The people of a course, page by page, in groups.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::fault::Fault;
use protocol::id::CourseId;
use protocol::page::PeoplePage;
use protocol::replica::people::People as Loaded;
use protocol::user::{CourseRole, Person};

use crate::api::error::ApiError;
use crate::api::people::load_people;
use crate::live::use_live;
use crate::opening::use_first_page;
use crate::reactive::effect;

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
    loaded: RwSignal<Loaded>,
    is_loading: RwSignal<bool>,
    fault: RwSignal<Option<Fault>>,
    course: Memo<CourseId>,
}

/// Returns the people of the course around, from the first page's contents if it has them. Whoever
/// joins, changes or leaves does so in the list, too.
pub fn use_people() -> People {
    let live = use_live();
    let course = live.course();
    let people = People {
        loaded: live.people(),
        is_loading: RwSignal::new(false),
        fault: RwSignal::new(None),
        course: Memo::new(move |_| course.with(|course| course.id)),
    };
    if let Some(first) = use_first_page().people() {
        people.take(first);
    }
    effect(move || {
        if !people.loaded.with(Loaded::is_loaded) && !people.is_loading.get_untracked() {
            people.load(None);
        }
    });
    people
}

impl People {
    /// Whether there is something to show.
    pub fn is_loaded(self) -> bool {
        self.loaded.with(Loaded::is_loaded)
    }

    /// Returns the loaded people of a group.
    pub fn of(self, group: Group) -> Vec<Person> {
        self.loaded.with(|loaded| {
            loaded.items().iter().filter(|person| Group::of(person) == group).cloned().collect()
        })
    }

    /// Returns how many people a group has, once all of them are loaded.
    pub fn count(self, group: Group) -> Option<usize> {
        let is_complete = self.loaded.with(|loaded| {
            loaded.next().is_none() || loaded.items().last().map(Group::of) != Some(group)
        });
        is_complete.then(|| self.of(group).len())
    }

    /// Returns the key of the next page, if there is one.
    pub fn next(self) -> Option<String> {
        self.loaded.with(|loaded| loaded.next().map(ToOwned::to_owned))
    }

    /// Returns why the last page could not be loaded.
    pub fn fault(self) -> Option<Fault> {
        self.fault.get()
    }

    /// Loads the next page, unless it is on its way.
    pub fn load_more(self) {
        let next = untrack(|| self.next());
        if next.is_some() && !self.is_loading.get_untracked() {
            self.load(next);
        }
    }

    /// Loads a page; without a key the first one.
    fn load(self, after: Option<String>) {
        self.is_loading.set(true);
        spawn_local(async move {
            let page = load_people(self.course.get_untracked(), after.clone()).await;
            if self.is_loading.try_set(false).is_some() {
                return;
            }
            // A list that began anew meanwhile has no use for a page of the one before.
            if untrack(|| self.next()) == after {
                self.take(page);
            }
        });
    }

    fn take(self, page: Result<PeoplePage, ApiError>) {
        match page {
            Ok(page) => {
                self.fault.set(None);
                self.loaded.update(|loaded| loaded.extend(page));
            }
            Err(error) => self.fault.set(Some(error.0)),
        }
    }
}

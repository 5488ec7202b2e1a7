//! The people of a course, page by page, in groups.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::fault::Fault;
use protocol::id::CourseId;
use protocol::page::PeoplePage;
use protocol::user::{CourseRole, Person};

use crate::api::people::load_people;

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
    course: CourseId,
    items: RwSignal<Vec<Person>>,
    next: RwSignal<Option<String>>,
    is_loading: RwSignal<bool>,
    fault: RwSignal<Option<Fault>>,
}

impl People {
    /// Begins with a first page.
    pub fn new(course: CourseId, page: PeoplePage) -> Self {
        Self {
            course,
            items: RwSignal::new(page.items),
            next: RwSignal::new(page.next),
            is_loading: RwSignal::new(false),
            fault: RwSignal::new(None),
        }
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
        let Some(after) = self.next.get_untracked() else { return };
        if self.is_loading.get_untracked() {
            return;
        }
        self.is_loading.set(true);
        self.fault.set(None);
        spawn_local(async move {
            let loaded = load_people(self.course, Some(after)).await;
            if self.is_loading.try_set(false).is_some() {
                return;
            }
            match loaded {
                Ok(page) => {
                    self.items.update(|items| items.extend(page.items));
                    self.next.set(page.next);
                }
                Err(error) => self.fault.set(Some(error.0)),
            }
        });
    }
}

/// Returns the first page of the course's people; it is loaded again when somebody joins or leaves.
/// Without scripts the address continues the list.
pub fn use_first_page() -> Resource<(CourseId, Result<PeoplePage, crate::api::error::ApiError>)> {
    let live = crate::live::use_live();
    let (course, total) = (live.course(), live.people_total());
    let after = leptos_router::hooks::use_query_map().get_untracked().get("after");
    Resource::new(
        move || (course.with(|course| course.id), total.get()),
        move |(course, _)| {
            let after = after.clone();
            async move { (course, load_people(course, after).await) }
        },
    )
}

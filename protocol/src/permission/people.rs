//! Who may change another person's place in a course.

use crate::permission::{Action, Facts, Refusal};
use crate::user::{AccountRole, CourseRole};

/// What somebody wants to do to an enrollment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonAction {
    /// Enrol a person.
    Enrol,
    /// Change what an enrolled person is in the course.
    ChangeRole,
    /// End a person's enrollment.
    Remove,
}

impl PersonAction {
    /// Every action, in declaration order.
    pub const ALL: &'static [Self] = &[Self::Enrol, Self::ChangeRole, Self::Remove];
}

/// The person whose place is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    /// Their account role.
    pub account: AccountRole,
    /// Their role in the course; absent if not enrolled.
    pub course: Option<CourseRole>,
}

impl Facts {
    /// Decides on another person's place in the course. Nothing is taken from a person of one's
    /// own rank or above, except by an admin.
    pub fn decide_on(&self, action: PersonAction, person: PersonFacts) -> Result<(), Refusal> {
        self.decide(Action::ManagePeople)?;
        match action {
            PersonAction::Enrol => Ok(()),
            PersonAction::ChangeRole | PersonAction::Remove if self.outranks(person) => Ok(()),
            PersonAction::ChangeRole | PersonAction::Remove => Err(Refusal::Forbidden),
        }
    }

    /// Decides whether the actor may end their own enrollment, in a course that is open to every
    /// account or not.
    pub fn decide_leaving(&self, is_open: bool) -> Result<(), Refusal> {
        self.decide(Action::SeeCourse)?;
        let may = self.course.is_some() && (is_open || self.decide(Action::ManagePeople).is_ok());
        if may { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// Whether somebody who manages people stands above a person.
    fn outranks(&self, person: PersonFacts) -> bool {
        let is_peer =
            person.account == AccountRole::Admin || person.course == Some(CourseRole::Instructor);
        self.account == AccountRole::Admin || !is_peer
    }
}

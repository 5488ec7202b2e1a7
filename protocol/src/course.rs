//! Courses: the containers of channels and of people.

use serde::{Deserialize, Serialize};

use crate::id::CourseId;
use crate::user::CourseRole;

text_enum! {
    /// Where a course stands in its life.
    CourseState {
        /// In use.
        Active = "active",
        /// Over: read-only.
        Ended = "ended",
    }
}

/// What everyone enrolled may see of a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The course.
    pub id: CourseId,
    /// Unique part of its address, such as `cs214-2026f`.
    pub slug: String,
    /// Short code, such as `CS 214`.
    pub code: String,
    /// Full title.
    pub title: String,
    /// Term, such as `Autumn 2026`; empty where it has none.
    pub term: String,
    /// Where it stands in its life.
    pub state: CourseState,
    /// Whether students may make groups in it.
    pub students_create_groups: bool,
    /// The viewer's role in it; absent for an admin who is not enrolled, and in events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_role: Option<CourseRole>,
}

impl Course {
    /// Returns what the course is called in a sentence: its code, or its title where it has none.
    pub fn short_name(&self) -> &str {
        if self.code.is_empty() { &self.title } else { &self.code }
    }
}

//! Accounts as others see them.

use protocol::id::UserId;
use protocol::user::{AccountRole, CourseRole, Person, hue};

/// The columns of a person in a course.
#[derive(sqlx::FromRow)]
pub(crate) struct PersonRow {
    id: UserId,
    login: String,
    display_name: String,
    role: AccountRole,
    course_role: Option<CourseRole>,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        let PersonRow { id, login, display_name, role, course_role } = row;
        Self { id, login, display_name, role, course_role, hue: hue(id) }
    }
}

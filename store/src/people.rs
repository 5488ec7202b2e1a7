//! Accounts as others see them.

use protocol::id::UserId;
use protocol::time::Timestamp;
use protocol::user::{AccountRole, CourseRole, Person, hue};

/// The columns of a person in a course.
#[derive(sqlx::FromRow)]
pub(crate) struct PersonRow {
    id: UserId,
    login: String,
    display_name: String,
    role: AccountRole,
    course_role: Option<CourseRole>,
    /// Read where a list says it.
    #[sqlx(default)]
    deactivated_at: Option<Timestamp>,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        let PersonRow { id, login, display_name, role, course_role, deactivated_at } = row;
        let is_deactivated = deactivated_at.is_some();
        Self { id, login, display_name, role, course_role, hue: hue(id), is_deactivated }
    }
}

//! The people of the demonstration course.

use protocol::user::{AccountRole, CourseRole};

use crate::demo::DemoPerson;

/// Returns the people: an instructor who is also the site's administrator, two assistants and nine
/// students.
pub const fn people() -> &'static [DemoPerson] {
    use CourseRole::{Assistant, Instructor, Student};
    const {
        &[
            person("ihallstrom", "Ingrid Hallström", Instructor, AccountRole::Admin),
            person("mrios", "Mateo Ríos", Assistant, AccountRole::User),
            person("praman", "Priya Raman", Assistant, AccountRole::User),
            person("lokafor", "Lena Okafor", Student, AccountRole::User),
            person("adiallo", "Amara Diallo", Student, AccountRole::User),
            person("twojcik", "Tomasz Wójcik", Student, AccountRole::User),
            person("cmartin", "Chloé Martin", Student, AccountRole::User),
            person("dkim", "Kim Dae-jung", Student, AccountRole::User),
            person("ytanaka", "Yuki Tanaka", Student, AccountRole::User),
            person("nlindqvist", "Noah Lindqvist", Student, AccountRole::User),
            person("fhaddad", "Farid Haddad", Student, AccountRole::User),
            person("sbergmann", "Sofia Bergmann", Student, AccountRole::User),
        ]
    }
}

const fn person(
    login: &'static str,
    display_name: &'static str,
    course_role: CourseRole,
    account_role: AccountRole,
) -> DemoPerson {
    DemoPerson { login, display_name, course_role, account_role }
}

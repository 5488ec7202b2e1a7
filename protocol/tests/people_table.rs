//! Walks every cell of what people may do to each other's places in a course, as a golden file,
//! with the rules of the product on top of it.

use std::fmt::Write;

use protocol::permission::{Action, Facts, PersonAction, PersonFacts, Refusal};
use protocol::user::{AccountRole, CourseRole};

/// Every combination of account and course role.
fn everybody() -> Vec<PersonFacts> {
    let roles = || std::iter::once(None).chain(CourseRole::ALL.iter().copied().map(Some));
    let of = |&account: &AccountRole| roles().map(move |course| PersonFacts { account, course });
    AccountRole::ALL.iter().flat_map(of).collect()
}

fn facts(actor: PersonFacts) -> Facts {
    Facts {
        account: actor.account,
        course: actor.course,
        students_create_groups: true,
        channel: None,
        message: None,
    }
}

fn letter(verdict: Result<(), Refusal>) -> char {
    match verdict {
        Ok(()) => '+',
        Err(Refusal::NotFound) => '.',
        Err(Refusal::Forbidden) => '-',
        Err(other) => panic!("{other:?}"),
    }
}

fn text(person: PersonFacts) -> String {
    let course = person.course.map_or("none", CourseRole::as_str);
    format!("{:5} {course:10}", person.account.as_str())
}

#[test]
fn every_cell_is_as_reviewed() {
    let mut table = String::from(
        "# + allowed, . not found, - forbidden\n\
         # actor, person; columns: enrol, change role, remove\n",
    );
    for actor in everybody() {
        for person in everybody() {
            let decide = |action: &PersonAction| letter(facts(actor).decide_on(*action, person));
            let cells: String = PersonAction::ALL.iter().map(decide).collect();
            writeln!(table, "{} {} {cells}", text(actor), text(person)).expect("a string");
        }
    }
    table.push_str("# actor; columns: leave an open course, leave another\n");
    for actor in everybody() {
        let leave = [true, false].map(|is_open| letter(facts(actor).decide_leaving(is_open)));
        writeln!(table, "{} {}", text(actor), String::from_iter(leave)).expect("a string");
    }
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/people_table.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(golden, &table).expect("the golden file can be written");
    }
    let reviewed = std::fs::read_to_string(golden).expect("the golden file is in the repository");
    for (line, (now, was)) in table.lines().zip(reviewed.lines()).enumerate() {
        assert_eq!(now, was, "line {} of people_table.txt", line + 1);
    }
    assert_eq!(table.lines().count(), reviewed.lines().count());
}

#[test]
fn only_instructors_and_admins_manage_people() {
    for actor in everybody() {
        let runs =
            actor.account == AccountRole::Admin || actor.course == Some(CourseRole::Instructor);
        assert_eq!(facts(actor).decide(Action::ManagePeople).is_ok(), runs, "{actor:?}");
        for person in everybody() {
            for &action in PersonAction::ALL {
                let may = facts(actor).decide_on(action, person).is_ok();
                assert!(runs || !may, "{actor:?} {action:?} {person:?}");
            }
        }
    }
}

#[test]
fn nothing_is_taken_from_an_equal_or_a_superior_except_by_an_admin() {
    let instructor =
        PersonFacts { account: AccountRole::User, course: Some(CourseRole::Instructor) };
    let is_peer = |person: &PersonFacts| {
        person.account == AccountRole::Admin || person.course == Some(CourseRole::Instructor)
    };
    for person in everybody().into_iter().filter(is_peer) {
        for action in [PersonAction::ChangeRole, PersonAction::Remove] {
            assert_eq!(facts(instructor).decide_on(action, person), Err(Refusal::Forbidden));
            let admin = PersonFacts { account: AccountRole::Admin, course: None };
            assert_eq!(facts(admin).decide_on(action, person), Ok(()));
        }
    }
}

#[test]
fn people_leave_open_courses_and_stay_in_others_until_they_are_removed() {
    let student = PersonFacts { account: AccountRole::User, course: Some(CourseRole::Student) };
    assert_eq!(facts(student).decide_leaving(true), Ok(()));
    assert_eq!(facts(student).decide_leaving(false), Err(Refusal::Forbidden));
}

//! Walks every cell of the permission table: each combination of facts, each action. The whole
//! table is a golden file, so that a change of one cell shows in review; the rules of the product
//! are asserted on top of it, independently of how the table is written.

use std::fmt::Write;

use protocol::channel::{ChannelKind, ChannelRole};
use protocol::limits::OWN_MESSAGE_WINDOW_MS;
use protocol::permission::{Action, ChannelFacts, Facts, MessageFacts, Refusal};
use protocol::user::{AccountRole, CourseRole};

fn with_none<T: Copy>(all: &[T]) -> Vec<Option<T>> {
    std::iter::once(None).chain(all.iter().copied().map(Some)).collect()
}

/// Every combination of who asks and where.
fn every_place() -> Vec<Facts> {
    let mut places = Vec::new();
    for &account in AccountRole::ALL {
        for course in with_none(CourseRole::ALL) {
            for &kind in ChannelKind::ALL {
                for role in with_none(ChannelRole::ALL) {
                    for is_archived in [false, true] {
                        let channel = Some(ChannelFacts { kind, is_archived, role });
                        places.push(Facts {
                            account,
                            course,
                            students_create_groups: true,
                            channel,
                            message: None,
                        });
                    }
                }
            }
        }
    }
    places
}

const fn own_message(age_ms: i64) -> MessageFacts {
    MessageFacts { is_own: true, age_ms }
}

fn letter(verdict: Result<(), Refusal>) -> char {
    match verdict {
        Ok(()) => '+',
        Err(Refusal::NotFound) => '.',
        Err(Refusal::Forbidden) => '-',
        Err(Refusal::Frozen) => '*',
        Err(Refusal::WindowClosed) => 't',
        Err(Refusal::OversightRequired) => 'o',
    }
}

#[test]
fn every_cell_is_as_reviewed() {
    let mut table = String::from(
        "# + allowed, . not found, - forbidden, * frozen, t too late, o oversight required\n\
         # columns: create course, see course, change course, manage people, create channel, read, post, edit own (fresh), edit own (old), \
         delete own (fresh), delete own (old), see own versions, see versions of others, \
         react, pin, change, archive, create group (students may), create group (staff only), change kind, \
         see members, invite, manage members, join, leave, manage accounts\n",
    );
    for facts in every_place() {
        let channel = facts.channel.expect("every place has a channel");
        let text = |value: Option<&'static str>| value.unwrap_or("none");
        let mut cells = String::new();
        for &action in Action::ALL {
            let fresh = Facts { message: Some(own_message(0)), ..facts };
            cells.push(letter(fresh.decide(action)));
            if action == Action::CreateGroup {
                let staff_only = Facts { students_create_groups: false, ..facts };
                cells.push(letter(staff_only.decide(action)));
            }
            let other = match action {
                Action::EditOwnMessage | Action::DeleteOwnMessage => {
                    own_message(OWN_MESSAGE_WINDOW_MS + 1)
                }
                Action::SeeVersions => MessageFacts { is_own: false, age_ms: 0 },
                _ => continue,
            };
            cells.push(letter(Facts { message: Some(other), ..facts }.decide(action)));
        }
        writeln!(
            table,
            "{:5} {:10} {:12} {:9} {:8} {cells}",
            facts.account.as_str(),
            text(facts.course.map(CourseRole::as_str)),
            channel.kind.as_str(),
            text(channel.role.map(ChannelRole::as_str)),
            if channel.is_archived { "archived" } else { "open" },
        )
        .expect("writing to a string cannot fail");
    }
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/permission_table.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(golden, &table).expect("the golden file can be written");
    }
    let reviewed = std::fs::read_to_string(golden).expect("the golden file is in the repository");
    for (line, (now, was)) in table.lines().zip(reviewed.lines()).enumerate() {
        assert_eq!(now, was, "line {} of permission_table.txt", line + 1);
    }
    assert_eq!(table.lines().count(), reviewed.lines().count());
}

#[test]
fn outsiders_learn_nothing() {
    let is_outsider = |facts: &Facts| {
        facts.account != AccountRole::Admin
            && facts.course.is_none()
            && facts.channel.is_some_and(|channel| {
                channel.role.is_none() || channel.kind != ChannelKind::Direct
            })
    };
    for facts in every_place().into_iter().filter(is_outsider) {
        for &action in Action::ALL.iter().filter(|action| **action != Action::CreateCourse) {
            assert_eq!(facts.decide(action), Err(Refusal::NotFound), "{facts:?} {action:?}");
        }
    }
}

#[test]
fn nobody_reads_a_private_place_without_having_joined_it() {
    for facts in every_place() {
        let channel = facts.channel.expect("every place has a channel");
        let is_private = matches!(channel.kind, ChannelKind::Private | ChannelKind::Direct);
        if is_private && channel.role.is_none() {
            assert!(facts.decide(Action::ReadChannel).is_err(), "{facts:?}");
        }
    }
}

#[test]
fn whoever_may_do_anything_in_a_channel_may_read_it() {
    let elsewhere = [
        Action::CreateCourse,
        Action::SeeCourse,
        Action::ChangeCourse,
        Action::ManagePeople,
        Action::CreateChannel,
        Action::CreateGroup,
        Action::ManageAccounts,
    ];
    // What course staff may do to a group that they have not joined: none of it shows its words.
    let from_outside =
        [Action::SeeMembers, Action::InviteMember, Action::ManageMembers, Action::JoinChannel];
    for facts in every_place() {
        let facts = Facts { message: Some(own_message(0)), ..facts };
        for action in Action::ALL.iter().filter(|action| !elsewhere.contains(action)) {
            let reading = facts.decide(Action::ReadChannel);
            let is_overseer = reading == Err(Refusal::OversightRequired);
            if facts.decide(*action).is_ok() && !(is_overseer && from_outside.contains(action)) {
                assert_eq!(reading, Ok(()), "{facts:?} {action:?}");
            }
        }
    }
}

#[test]
fn archived_channels_take_no_words_from_anybody() {
    for facts in every_place() {
        if facts.channel.is_some_and(|channel| channel.is_archived) {
            let facts = Facts { message: Some(own_message(0)), ..facts };
            let writing = [
                Action::PostMessage,
                Action::EditOwnMessage,
                Action::DeleteOwnMessage,
                Action::React,
                Action::Pin,
                Action::ChangeChannel,
                Action::ChangeKind,
            ];
            for action in writing {
                assert!(facts.decide(action).is_err(), "{facts:?} {action:?}");
            }
        }
    }
}

#[test]
fn students_do_not_post_announcements_nor_make_course_channels() {
    let student = Facts {
        account: AccountRole::User,
        course: Some(CourseRole::Student),
        students_create_groups: true,
        channel: Some(ChannelFacts {
            kind: ChannelKind::Announcement,
            is_archived: false,
            role: None,
        }),
        message: None,
    };
    assert_eq!(student.decide(Action::ReadChannel), Ok(()));
    assert_eq!(student.decide(Action::PostMessage), Err(Refusal::Forbidden));
    assert_eq!(student.decide(Action::CreateChannel), Err(Refusal::Forbidden));
    for course in [CourseRole::Instructor, CourseRole::Assistant] {
        let staff = Facts { course: Some(course), ..student };
        assert_eq!(staff.decide(Action::PostMessage), Ok(()));
        assert_eq!(staff.decide(Action::CreateChannel), Ok(()));
    }
}

#[test]
fn whoever_may_only_read_does_not_react_and_students_pin_nothing_in_a_channel() {
    for facts in every_place() {
        let channel = facts.channel.expect("every place has a channel");
        if channel.role == Some(ChannelRole::Readonly) {
            assert!(facts.decide(Action::React).is_err(), "{facts:?}");
        }
        let is_moderator =
            matches!(channel.role, Some(ChannelRole::Owner | ChannelRole::Moderator));
        if channel.kind != ChannelKind::Direct && !facts.is_course_staff() && !is_moderator {
            assert!(facts.decide(Action::Pin).is_err(), "{facts:?}");
        }
        if facts.decide(Action::PostMessage).is_ok() {
            assert_eq!(facts.decide(Action::React), Ok(()), "{facts:?}");
        }
    }
}

#[test]
fn accounts_are_managed_by_admins_and_nobody_else() {
    for facts in every_place() {
        let is_admin = facts.account == AccountRole::Admin;
        assert_eq!(facts.decide(Action::ManageAccounts).is_ok(), is_admin, "{facts:?}");
    }
}

#[test]
fn nobody_changes_the_message_of_another_as_their_own() {
    for facts in every_place() {
        let facts = Facts { message: Some(MessageFacts { is_own: false, age_ms: 0 }), ..facts };
        assert!(facts.decide(Action::DeleteOwnMessage).is_err(), "{facts:?}");
        assert!(facts.decide(Action::EditOwnMessage).is_err(), "{facts:?}");
    }
}

#[test]
fn whoever_may_not_post_does_not_put_new_words_in_an_old_place() {
    for facts in every_place() {
        let facts = Facts { message: Some(own_message(0)), ..facts };
        if facts.decide(Action::PostMessage).is_err() {
            assert!(facts.decide(Action::EditOwnMessage).is_err(), "{facts:?}");
        }
    }
}

#[test]
fn earlier_words_are_for_their_author_and_course_staff() {
    for facts in every_place() {
        let of_other = Facts { message: Some(MessageFacts { is_own: false, age_ms: 0 }), ..facts };
        let is_staff = facts.is_course_staff();
        let may_read = facts.decide(Action::ReadChannel).is_ok();
        assert_eq!(of_other.decide(Action::SeeVersions).is_ok(), may_read && is_staff, "{facts:?}");
        let of_own = Facts { message: Some(own_message(i64::MAX)), ..facts };
        assert_eq!(of_own.decide(Action::SeeVersions).is_ok(), may_read, "{facts:?}");
    }
}

#[test]
fn a_membership_without_an_enrollment_opens_nothing() {
    for facts in every_place() {
        let is_enrolled = facts.course.is_some() || facts.account == AccountRole::Admin;
        let is_direct = facts.channel.is_some_and(|channel| channel.kind == ChannelKind::Direct);
        if !is_enrolled && !is_direct {
            assert_eq!(facts.decide(Action::ReadChannel), Err(Refusal::NotFound), "{facts:?}");
        }
    }
}

#[test]
fn only_owners_and_course_staff_manage_members_and_moderators_invite() {
    for facts in every_place() {
        let role = facts.channel.and_then(|channel| channel.role);
        let is_staff = facts.is_course_staff();
        if facts.decide(Action::ManageMembers).is_ok() {
            assert!(is_staff || role == Some(ChannelRole::Owner), "{facts:?}");
        }
        if facts.decide(Action::InviteMember).is_ok() {
            let moderates = matches!(role, Some(ChannelRole::Owner | ChannelRole::Moderator));
            assert!(is_staff || moderates, "{facts:?}");
        }
        if facts.decide(Action::JoinChannel).is_ok() {
            assert!(is_staff, "{facts:?}");
        }
    }
}

#[test]
fn guests_make_no_groups_and_students_only_where_the_course_lets_them() {
    for facts in every_place() {
        let is_guest =
            facts.account == AccountRole::Guest || facts.course == Some(CourseRole::Guest);
        let forbidden = Facts { students_create_groups: false, ..facts };
        if !facts.is_course_staff() {
            assert!(forbidden.decide(Action::CreateGroup).is_err(), "{facts:?}");
            assert!(!is_guest || facts.decide(Action::CreateGroup).is_err(), "{facts:?}");
        }
    }
}

//! Tests that the script is complete, varied and fit to be posted.

use std::collections::{HashMap, HashSet};

use protocol::channel::{ChannelDescription, ChannelKind, ChannelName};
use protocol::message::MessageBody;
use protocol::user::{CourseRole, DisplayName, Login};

use super::*;
use crate::auth::password::Password;
use crate::demo::{DEMO_PASSWORD, channels, people};
use crate::rich_text;

#[test]
fn ages_are_read_as_written() {
    assert_eq!(age_minutes("8d4h"), 8 * 1_440 + 240);
    assert_eq!(age_minutes("2h15m"), 135);
    assert_eq!(age_minutes("40m"), 40);
}

#[test]
fn every_message_could_have_been_posted_by_its_author_in_its_channel() {
    let roles: HashMap<_, _> = people().iter().map(|p| (p.login, p.course_role)).collect();
    let kinds: HashMap<_, _> = channels().iter().map(|c| (c.name, c.kind)).collect();
    for message in messages() {
        let role = roles.get(message.author).unwrap_or_else(|| panic!("{message:?}"));
        let kind = kinds.get(message.channel).unwrap_or_else(|| panic!("{message:?}"));
        let is_staff = *role != CourseRole::Student;
        assert!(is_staff || *kind != ChannelKind::Announcement, "{message:?}");
        assert_eq!(MessageBody::parse(message.body).unwrap().as_str(), message.body);
        assert!(!rich_text::render(message.body).is_empty());
        for mark in message.marks.lines() {
            let (sign, logins) = mark.split_once(' ').unwrap_or_else(|| panic!("{mark}"));
            assert!(logins.split(' ').all(|login| roles.contains_key(login)), "{mark}");
            assert!(sign == "pin" || emojis::get(sign).is_some(), "{mark}");
        }
    }
}

#[test]
fn the_course_is_lively_and_says_nothing_twice() {
    let messages = messages();
    assert!(messages.len() >= 250, "{} messages", messages.len());
    let bodies: HashSet<_> = messages.iter().map(|message| message.body).collect();
    assert_eq!(bodies.len(), messages.len());
    for person in people() {
        let count = messages.iter().filter(|m| m.author == person.login).count();
        assert!(count >= 8, "{} said {count} things", person.login);
    }
    for channel in channels() {
        let count = messages.iter().filter(|m| m.channel == channel.name).count();
        assert!(count >= 8, "#{} has {count} messages", channel.name);
    }
}

#[test]
fn messages_are_in_order_and_span_nine_days_up_to_now() {
    let messages = messages();
    assert!(messages.is_sorted_by(|one, next| one.minutes_ago >= next.minutes_ago));
    let (oldest, newest) = (messages[0].minutes_ago, messages[messages.len() - 1].minutes_ago);
    assert!((8 * 1_440..=9 * 1_440).contains(&oldest), "{oldest}");
    assert!((1..=30).contains(&newest), "{newest}");
}

#[test]
fn names_and_the_password_pass_the_products_own_checks() {
    for person in people() {
        assert_eq!(Login::parse(person.login).unwrap().as_str(), person.login);
        assert!(DisplayName::parse(person.display_name).is_ok());
        let context = [person.login, person.display_name];
        assert!(Password::parse_new(DEMO_PASSWORD, 12, &context).is_ok());
    }
    for channel in channels() {
        assert_eq!(ChannelName::parse(channel.name).unwrap().as_str(), channel.name);
        assert!(ChannelDescription::parse(channel.description).is_ok());
    }
}

//! What frames do to the state that the pages read. Effects, sockets and storage need a browser and
//! are tested in one.

use leptos::prelude::*;
use protocol::channel::{Channel, ChannelEntry, ChannelKind, Unread};
use protocol::course::{Course, CourseState};
use protocol::cursor::{Seq, Subject};
use protocol::event::Event;
use protocol::fault::FaultCode;
use protocol::frame::{ChannelActivity, ServerFrame};
use protocol::id::{ChannelId, CourseId, MessageId, UserId};
use protocol::limits::CHANNELS_KEPT_MAX;
use protocol::message::{Message, MessageState};
use protocol::page::MessagePage;
use protocol::permission::Action;
use protocol::snapshot::{ChannelSnapshot, CourseSnapshot, Viewer};
use protocol::time::{Timestamp, Zone};
use protocol::user::{AccountRole, CourseRole, Me, Person};
use uuid::Uuid;

use super::{Arrival, Fetched, Live};
use crate::api::channels::OpenedChannel;
use crate::live::ChannelLive;
use crate::live::row::Row;
use crate::time_text::provide_time;

fn channel_id(number: u128) -> ChannelId {
    ChannelId(Uuid::from_u128(number))
}

fn user(number: u128) -> UserId {
    UserId(Uuid::from_u128(number))
}

fn entry(number: u128) -> ChannelEntry {
    ChannelEntry {
        channel: Channel {
            id: channel_id(number),
            course_id: Some(CourseId(Uuid::nil())),
            name: format!("c{number}"),
            description: String::new(),
            kind: ChannelKind::Public,
            archived_at: None,
            slow_mode_s: 0,
            changed_seq: Seq(0),
        },
        my_role: None,
        unread: Unread::default(),
    }
}

fn message(seq: i64, author: u128) -> Message {
    Message {
        id: MessageId(Uuid::from_u128(seq.unsigned_abs().into())),
        channel_id: channel_id(1),
        position: Some(Seq(seq)),
        author: Some(Person {
            id: user(author),
            login: "ada".into(),
            display_name: "Ada".into(),
            role: AccountRole::User,
            course_role: None,
            hue: 0,
            is_deactivated: false,
        }),
        body: "words".into(),
        html: "words".into(),
        created_at: Timestamp(seq * 1_000),
        edited_at: None,
        deleted_at: None,
        version: 1,
        changed_seq: Seq(seq),
        state: MessageState::Visible,
        client_message_id: None,
        thread_root_id: None,
        reply_count: 0,
        reactions: Vec::new(),
        pinned: false,
        pinned_by: None,
    }
}

/// Runs a test on the state of a course with the given number of channels.
fn with_live(channels: u128, work: impl FnOnce(Live)) {
    Owner::new().with(|| {
        let me = Me {
            id: user(1),
            login: "me".into(),
            display_name: "Me".into(),
            role: AccountRole::User,
            expires_at: None,
            language: None,
            hue: 0,
        };
        let viewer = Viewer {
            me: Some(me.clone()),
            now: Timestamp(0),
            zone: Zone::utc(),
            build: "b1".into(),
        };
        provide_time(&viewer);
        let course = Course {
            id: CourseId(Uuid::nil()),
            slug: "commons".into(),
            code: "Commons".into(),
            title: "Commons".into(),
            term: String::new(),
            state: CourseState::Active,
            is_open: true,
            students_create_groups: true,
            my_role: Some(CourseRole::Student),
        };
        let snapshot = CourseSnapshot {
            me,
            course,
            channels: (1..=channels).map(entry).collect(),
            people_total: 3,
            as_of: Seq(0),
            user_as_of: Seq(0),
            epoch: "e1".into(),
        };
        work(Live::provide(snapshot, Vec::new(), &viewer.build));
    });
}

fn enter(live: Live, number: u128, items: Vec<Message>) -> ChannelLive {
    let as_of = items.last().map_or(Seq(0), |last| last.changed_seq);
    let page = MessagePage { items, has_before: false, has_after: false, as_of };
    let snapshot = ChannelSnapshot { entry: entry(number), page };
    let fetched = Fetched::Opened(OpenedChannel::Here(Box::new(snapshot)));
    match live.enter(&fetched, &format!("c{number}"), None) {
        Some(Arrival::Here(channel)) => channel,
        _ => panic!("the channel is here"),
    }
}

fn tell(live: Live, seq: i64, event: Event) {
    let subject = Subject::Channel(channel_id(1));
    live.receive(ServerFrame::Event { subject, seq: Seq(seq), at: Timestamp(0), event });
}

fn contents(channel: ChannelLive) -> Vec<ArcRwSignal<Message>> {
    let content = |(_, row)| match row {
        Row::Message { message, .. } => Some(message),
        _ => None,
    };
    channel.rows().get_untracked().into_iter().filter_map(content).collect()
}

#[test]
fn an_edit_changes_one_row_and_leaves_the_list_alone() {
    with_live(1, |live| {
        let channel = enter(live, 1, vec![message(1, 2), message(2, 2)]);
        let rows = channel.rows().get_untracked();
        let edited = Message {
            html: "other words".into(),
            version: 2,
            changed_seq: Seq(3),
            ..message(1, 2)
        };
        tell(live, 3, Event::MessageEdited { message: edited });
        assert_eq!(channel.rows().get_untracked(), rows, "the same rows, with the same signals");
        assert_eq!(contents(channel)[0].get_untracked().html, "other words");
        assert_eq!(channel.cursor(), Seq(3));
    });
}

#[test]
fn a_deleted_message_leaves_no_words_behind() {
    with_live(1, |live| {
        let channel = enter(live, 1, vec![message(1, 1), message(2, 1)]);
        live.at().roster.update(|roster| roster.mark_read(channel_id(1), Seq(2)));
        let tombstone = Message {
            body: String::new(),
            html: String::new(),
            state: MessageState::Deleted,
            changed_seq: Seq(3),
            ..message(1, 1)
        };
        tell(live, 3, Event::MessageDeleted { message: tombstone.clone() });
        assert_eq!(contents(channel)[0].get_untracked(), tombstone);
        // A late repeat of the posting changes nothing.
        tell(live, 1, Event::MessagePosted { message: message(1, 1) });
        assert_eq!(contents(channel)[0].get_untracked(), tombstone);
    });
}

#[test]
fn messages_of_others_are_counted_once_and_ruled_off_while_nobody_looks() {
    with_live(1, |live| {
        let channel = enter(live, 1, vec![message(1, 2)]);
        for seq in [2, 3, 3, 2] {
            tell(live, seq, Event::MessagePosted { message: message(seq, 2) });
        }
        tell(live, 4, Event::MessagePosted { message: message(4, 1) });
        let unread = channel.entry().get_untracked().expect("the channel is there").unread;
        assert_eq!((unread.count, unread.last_position, unread.posted), (2, Seq(4), 3));
        assert_eq!(channel.new_below().get_untracked(), 2);
        assert_eq!(channel.unread().get_untracked().map(|rule| rule.count), Some(2));
        let rule = channel.rows().get_untracked().iter().position(|(_, row)| *row == Row::Unread);
        assert_eq!(rule, Some(2), "after the day and the message that was read");
        channel.set_at_end(true);
        assert_eq!(channel.new_below().get_untracked(), 0);
    });
}

#[test]
fn what_comes_after_a_lost_connection_is_counted_until_replay_meets_the_head() {
    with_live(1, |live| {
        let channel = enter(live, 1, vec![message(1, 2)]);
        tell(live, 2, Event::MessagePosted { message: message(2, 2) });
        channel.begin_restoring();
        for (seq, author) in [(3, 2), (4, 1), (5, 2)] {
            tell(live, seq, Event::MessagePosted { message: message(seq, author) });
        }
        assert_eq!(channel.end_restoring(), Some(2));
        tell(live, 6, Event::MessagePosted { message: message(6, 2) });
        assert_eq!(channel.end_restoring(), None);
        channel.begin_restoring();
        let page = MessagePage {
            items: (100..120).map(|seq| message(seq, 2)).collect(),
            has_before: true,
            has_after: false,
            as_of: Seq(120),
        };
        channel.replace(page);
        assert_eq!(channel.end_restoring(), Some(20));
        assert_eq!(channel.cursor(), Seq(120));
    });
}

#[test]
fn activity_raises_the_badge_of_a_channel_that_is_not_shown() {
    with_live(2, |live| {
        enter(live, 1, Vec::new());
        let activity =
            ChannelActivity { channel: channel_id(2), position: Seq(9), posted: 3, gone: 0 };
        live.receive(ServerFrame::Activity { channels: vec![activity, activity] });
        let unread = live.entry(channel_id(2)).get_untracked().expect("it is listed").unread;
        assert_eq!(unread.count, 3);
    });
}

#[test]
fn only_the_shown_channel_is_followed_from_where_it_stopped() {
    with_live(2, |live| {
        let course = (Subject::Course(CourseId(Uuid::nil())), Seq(0));
        assert_eq!(live.wanted(), [course]);
        enter(live, 1, vec![message(7, 2)]);
        assert_eq!(live.wanted(), [course, (Subject::Channel(channel_id(1)), Seq(7))]);
        enter(live, 2, Vec::new());
        assert_eq!(live.wanted(), [course, (Subject::Channel(channel_id(2)), Seq(0))]);
    });
}

#[test]
fn the_channel_shown_least_recently_is_dropped_first() {
    let count = u128::try_from(CHANNELS_KEPT_MAX).expect("a small number") + 3;
    with_live(count, |live| {
        for number in 1..=count {
            enter(live, number, Vec::new());
        }
        let kept = |number: u128| live.enter(&Fetched::Kept, &format!("c{number}"), None).is_some();
        assert!(!kept(1) && !kept(3));
        assert!(kept(4) && kept(count));
    });
}

#[test]
fn a_channel_out_of_reach_takes_its_words_along() {
    with_live(2, |live| {
        let channel = enter(live, 1, vec![message(1, 2)]);
        live.receive(ServerFrame::Fault {
            code: FaultCode::NotFound,
            message: String::new(),
            subject: Some(Subject::Channel(channel_id(1))),
        });
        assert_eq!(live.lost().get_untracked().map(|channel| channel.name), Some("c1".into()));
        assert!(
            channel.rows().get_untracked().is_empty() && channel.entry().get_untracked().is_none()
        );
        assert_eq!(live.channels().get_untracked(), [channel_id(2)]);
        assert!(channel.decide(Action::PostMessage).is_err());
        assert_eq!(live.wanted().len(), 1);
    });
}

#[test]
fn leaving_the_page_stops_following_unless_the_same_channel_came_back() {
    with_live(1, |live| {
        let first = Owner::new();
        first.with(|| enter(live, 1, vec![message(1, 2)]));
        let second = Owner::new();
        second.with(|| live.enter(&Fetched::Kept, "c1", None).is_some());
        first.cleanup();
        assert_eq!(live.shown().get_untracked(), Some(channel_id(1)));
        second.cleanup();
        assert_eq!(live.shown().get_untracked(), None);
    });
}

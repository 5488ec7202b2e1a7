//! The demonstration course: who is in it and what they have said. Plain data; [`Demo::fill`]
//! stores it.

mod fill;
mod people;
mod script;

use protocol::channel::ChannelKind;
use protocol::user::{AccountRole, CourseRole};

pub use crate::demo::fill::{Demo, DemoAccount};
pub use crate::demo::people::people;
pub use crate::demo::script::messages;

/// The password of every account of the demonstration.
pub const DEMO_PASSWORD: &str = "lyceum-demo-2026";

/// The course of the demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoCourse {
    /// Unique part of its address.
    pub slug: &'static str,
    /// Short code.
    pub code: &'static str,
    /// Full title.
    pub title: &'static str,
    /// Term.
    pub term: &'static str,
}

/// One channel of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoChannel {
    /// Name without `#`.
    pub name: &'static str,
    /// Header text.
    pub description: &'static str,
    /// Who it is for.
    pub kind: ChannelKind,
}

/// One person of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// What they sign in with.
    pub login: &'static str,
    /// What they are called.
    pub display_name: &'static str,
    /// What they are in the course.
    pub course_role: CourseRole,
    /// What they are on the site.
    pub account_role: AccountRole,
}

/// One message of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoMessage {
    /// The channel's name.
    pub channel: &'static str,
    /// The author's login.
    pub author: &'static str,
    /// Its age when the demonstration is stored.
    pub minutes_ago: i64,
    /// What it says.
    pub body: &'static str,
    /// What others put on it: a line for each emoji, with the logins behind it; `pin` and a login pins it.
    pub marks: &'static str,
}

/// Returns the course.
pub const fn course() -> DemoCourse {
    DemoCourse {
        slug: "cs214-2026f",
        code: "CS 214",
        title: "Algorithms & Data Structures",
        term: "Autumn 2026",
    }
}

/// Returns a second course, in which some of the people are.
pub const fn second_course() -> DemoCourse {
    DemoCourse {
        slug: "math231-2026f",
        code: "MATH 231",
        title: "Discrete Mathematics",
        term: "Autumn 2026",
    }
}

/// Returns who is in the second course, and as what.
pub const fn second_people() -> &'static [(&'static str, CourseRole)] {
    use CourseRole::{Assistant, Instructor, Student};
    const {
        &[
            ("ihallstrom", Instructor),
            ("praman", Assistant),
            ("lokafor", Student),
            ("adiallo", Student),
            ("dkim", Student),
        ]
    }
}

/// Returns what was said in the second course.
pub const fn second_messages() -> &'static [DemoMessage] {
    const fn said(
        channel: &'static str,
        author: &'static str,
        minutes_ago: i64,
        body: &'static str,
    ) -> DemoMessage {
        DemoMessage { channel, author, minutes_ago, body, marks: "" }
    }
    const {
        &[
            said(
                "announcements",
                "ihallstrom",
                4_300,
                "Welcome. The first sheet is about induction; it is due in *two weeks*.",
            ),
            said(
                "general",
                "dkim",
                3_000,
                "Is strong induction really stronger, or only more comfortable?",
            ),
            said(
                "general",
                "praman",
                2_980,
                "Only more comfortable. Each proves the other: try it with `P'(n)` = \"`P` holds up to `n`\".",
            ),
            said("general", "adiallo", 2_960, "That is the nicest anticlimax of the term so far."),
        ]
    }
}

/// Returns the course's channels.
pub const fn channels() -> &'static [DemoChannel] {
    use ChannelKind::{Announcement, Public};
    const fn channel(
        name: &'static str,
        description: &'static str,
        kind: ChannelKind,
    ) -> DemoChannel {
        DemoChannel { name, description, kind }
    }
    const {
        &[
            channel("general", "Anything about the course that fits nowhere else.", Public),
            channel("announcements", "Deadlines and changes, from the course staff.", Announcement),
            channel("events", "Review sessions, guest talks and office hours.", Public),
            channel(
                "problem-sets",
                "Questions about the problem sets. Hints, not solutions.",
                Public,
            ),
            channel("lectures", "What was said in the lecture, and what was meant.", Public),
            channel(
                "exam-prep",
                "Past papers, worked answers and study groups for the midterm.",
                Public,
            ),
            channel(
                "off-topic",
                "Coffee, keyboards, and graphs that are not in the syllabus.",
                Public,
            ),
        ]
    }
}

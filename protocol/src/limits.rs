//! Every bound of the product, with its unit last. What happens at the bound is said where the
//! bound is applied.

/// Unicode scalars in a channel name (seed).
pub const CHANNEL_NAME_CHARS_MAX: usize = 50;
/// Unicode scalars in a channel description (seed).
pub const CHANNEL_DESCRIPTION_CHARS_MAX: usize = 200;
/// Channels in one course, archived ones included.
pub const CHANNELS_PER_COURSE_MAX: u32 = 500;
/// Channels that one person who is not course staff may make in one course.
pub const GROUPS_PER_PERSON_MAX: u32 = 10;
/// Unicode scalars in a course's code.
pub const COURSE_CODE_CHARS_MAX: usize = 20;
/// Unicode scalars in a course's title.
pub const COURSE_TITLE_CHARS_MAX: usize = 100;
/// Unicode scalars in a course's term.
pub const COURSE_TERM_CHARS_MAX: usize = 40;
/// Shortest slug of a course, in characters.
pub const COURSE_SLUG_CHARS_MIN: usize = 2;
/// Longest slug of a course, in characters.
pub const COURSE_SLUG_CHARS_MAX: usize = 40;
/// People whom staff may enrol in one course.
pub const PEOPLE_PER_COURSE_MAX: u32 = 5_000;
/// Unicode scalars in a message body after trimming.
pub const BODY_CHARS_MAX: usize = 8_000;
/// Shortest password, in Unicode scalars.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longest password, in Unicode scalars.
pub const PASSWORD_CHARS_MAX: usize = 128;
/// Shortest login, in characters.
pub const LOGIN_CHARS_MIN: usize = 2;
/// Longest login, in characters.
pub const LOGIN_CHARS_MAX: usize = 40;
/// Shortest display name, in Unicode scalars.
pub const DISPLAY_NAME_CHARS_MIN: usize = 2;
/// Longest display name, in Unicode scalars.
pub const DISPLAY_NAME_CHARS_MAX: usize = 60;
/// Unicode scalars of link text that are shown before `...` (seed).
pub const LINK_TEXT_CHARS_MAX: usize = 50;
/// Time in which an author may edit or delete a message of their own.
pub const OWN_MESSAGE_WINDOW_MS: i64 = 15 * 60 * 1_000;
/// Age up to which a message may be corrected without being called edited.
pub const EDIT_GRACE_MS: i64 = 60 * 1_000;
/// Earlier versions of one message that are listed; of more, the newest.
pub const MESSAGE_VERSIONS_MAX: u32 = 100;

/// Different reactions of one person to one message.
pub const REACTIONS_PER_PERSON_MAX: u32 = 20;
/// Different reactions to one message.
pub const REACTIONS_PER_MESSAGE_MAX: u32 = 50;
/// People who are listed for one reaction.
pub const REACTORS_MAX: u32 = 100;
/// Pinned messages of a channel.
pub const PINS_PER_CHANNEL_MAX: u32 = 50;

/// Messages in one page, at most.
pub const PAGE_MESSAGES_MAX: u32 = 100;
/// Messages in the page a channel opens with.
pub const PAGE_MESSAGES_DEFAULT: u32 = 50;
/// People in one page.
pub const PAGE_PEOPLE_MAX: u32 = 200;
/// Members of a channel in one page.
pub const PAGE_MEMBERS_MAX: u32 = 100;
/// People that a search for somebody to add returns.
pub const CANDIDATES_MAX: u32 = 8;
/// Counting unread messages stops here; the badge then reads "99+".
pub const UNREAD_COUNT_MAX: u32 = 100;

/// Bytes of one socket frame, either way.
pub const FRAME_BYTES_MAX: usize = 64 * 1_024;
/// Frames waiting in one connection's queue; one more closes the connection with 4008.
pub const QUEUE_FRAMES_MAX: usize = 256;
/// Bytes waiting in one connection's queue; one more closes the connection with 4008.
pub const QUEUE_BYTES_MAX: usize = 1_024 * 1_024;
/// Subjects one connection may have open.
pub const SUBJECTS_PER_CONNECTION_MAX: usize = 64;
/// Client frames a minute; more close the connection with 4009.
pub const CLIENT_FRAMES_PER_MINUTE_MAX: u32 = 120;
/// Client frames that may come at once.
pub const CLIENT_FRAMES_BURST_MAX: u32 = 30;
/// Events that a client may be behind before it is told to resync.
pub const REPLAY_EVENTS_MAX: i64 = 1_000;
/// Age of a cursor's next event after which a client is told to resync.
pub const REPLAY_AGE_MS_MAX: i64 = 72 * 60 * 60 * 1_000;
/// Events read from the journal at once.
pub const REPLAY_PAGE_EVENTS: i64 = 100;
/// Changes to messages outside the loaded window that a timeline keeps for pages still on the way.
pub const TIMELINE_ASIDE_MAX: usize = 1_000;
/// Changes to a course's people that a browser keeps for pages still on the way; the oldest goes.
pub const PEOPLE_ASIDE_MAX: usize = 1_000;
/// Messages that a browser keeps loaded in one channel; beyond, those farthest away are dropped.
pub const TIMELINE_MESSAGES_MAX: usize = 1_000;
/// Channels that a browser keeps loaded; beyond, the one shown least recently is dropped.
pub const CHANNELS_KEPT_MAX: usize = 20;
/// Unsent messages that the browser keeps.
pub const OUTBOX_MESSAGES_MAX: usize = 200;

/// Silence after which a client pings.
pub const HEARTBEAT_MS: u32 = 15_000;
/// Silence after which a client takes itself to be offline.
pub const OFFLINE_AFTER_MS: u32 = 30_000;
/// Silence after which the server closes a socket.
pub const SOCKET_SILENCE_MS_MAX: u64 = 60_000;
/// Time in which a new socket must say `hello`.
pub const HELLO_WITHIN_MS: u64 = 5_000;

/// Sessions of one account; one more ends the one that was unused longest.
pub const SESSIONS_PER_ACCOUNT_MAX: u32 = 100;
/// Idle time after which a session ends.
pub const SESSION_IDLE_MS_MAX: i64 = 14 * 24 * 60 * 60 * 1_000;
/// Age at which a session ends whatever happens.
pub const SESSION_AGE_MS_MAX: i64 = 30 * 24 * 60 * 60 * 1_000;
/// Connections that one process serves at once; further ones wait to be accepted.
pub const CONNECTIONS_MAX: usize = 16_384;
/// Time in which a connection must have sent the head of its next request.
pub const REQUEST_HEAD_WITHIN_MS: u64 = 10_000;
/// Bytes of the head of one request.
pub const REQUEST_HEAD_BYTES_MAX: usize = 64 * 1_024;
/// Bytes of one request body outside uploads.
pub const REQUEST_BYTES_MAX: usize = 256 * 1_024;

//! Live state: what the pages read and act on. Components never fetch; they read signals of
//! [`Live`] and [`ChannelLive`] and call their methods.
//!
//! The course layout loads a `CourseSnapshot` (`api::opening`) in a resource and calls
//! [`Live::provide`] once with it. The channel page calls [`Live::enter`] with what the course was
//! opened with, later with what [`Live::fetch`] returns, inside its own component: leaving the
//! component leaves the channel. Both give the same state on server and client; sockets, timers and storage wait for
//! effects.
//!
//! ```text
//! let live = Live::provide(snapshot, courses, &viewer.build);                // course layout
//! let live = use_live();                                                     // anywhere below
//! live.courses()  live.course_news()  live.is_gone()  live.people()  live.take_course(course)
//! live.me()  live.course()  live.people_total()  live.channels()  live.archived_channels()
//! live.entry(id)  live.decide(Action::CreateChannel, None)  live.take_channel(channel)
//! live.connection()  live.retry_in_s()  live.retry_now()  live.restored()  live.lost()
//!
//! let fetched = live.fetch(name, message).await;
//! match live.enter(&fetched, message) { Arrival::Here(channel) => .., Arrival::Moved(address) => .. }
//! channel.rows()                                         // by section: Day Unread Message Outgoing
//! channel.has_before()  channel.load_older()  channel.has_after()  channel.load_newer()
//! channel.loading()  channel.load_fault()  channel.set_at_end(bool)  channel.new_below()
//! channel.jump_to_latest()  channel.jump_to(id)  channel.target()  channel.unread()
//! channel.draft()  channel.set_draft(text)  channel.send(text)
//! channel.retry(key)  channel.discard(key)  channel.take_back(key)  channel.delete(id).await
//! channel.decide(Action::PostMessage)  channel.decide_own(Action::EditOwnMessage, &message)
//! channel.react(id, emoji, true).await  channel.pin(id, true).await  channel.pin_changes()
//! channel.edit(id, BegunIn::Row)  channel.edit_last()  channel.editing()  channel.save_edit()
//! ```

pub mod channel;
pub mod outgoing;
pub mod row;
pub mod state;

mod attention;
pub(crate) mod browser;
pub(crate) mod clock;
mod draft;
pub mod emoji_taste;
pub(crate) mod link;
mod locks;
mod socket;
mod storage;

pub use channel::ChannelLive;
pub use state::{Live, use_live};

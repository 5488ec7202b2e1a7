//! What Lyceum does. The only place that decides and mutates: parse, then one transaction that
//! authorises, changes and journals, then publish. Knows nothing of HTTP, sockets or pages.
#![warn(missing_docs)]

pub mod accounts;
pub mod actor;
pub mod auth;
mod authorize;
pub mod broker;
pub mod channels;
pub mod clock;
pub mod config;
pub mod courses;
pub mod demo;
pub mod enrollments;
pub mod error;
mod journal;
pub mod live;
pub mod memberships;
pub mod messages;
mod names;
mod rate_limit;
mod rich_text;
pub mod users;
mod zone;

use std::sync::Arc;

use protocol::time::{Timestamp, Zone};
use store::Store;

pub use crate::actor::{Actor, ClientInfo};
pub use crate::error::Error;

use crate::auth::Auth;
use crate::auth::attempts::Attempts;
use crate::auth::password::Hasher;
use crate::broker::Broker;
use crate::clock::Clock;
use crate::config::Options;
use crate::journal::Journal;
use crate::rate_limit::PostLimits;

/// The product, opened on one database. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
}

/// What every operation shares.
pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) epoch: String,
    pub(crate) journal: Journal,
    pub(crate) hasher: Hasher,
    pub(crate) attempts: Attempts,
    pub(crate) post_limits: PostLimits,
    /// As many edits as posts, counted apart: correcting costs nobody the next message.
    pub(crate) edit_limits: PostLimits,
    /// As many reactions, counted apart.
    pub(crate) reaction_limits: PostLimits,
    pub(crate) setup: auth::setup::Setup,
}

impl Service {
    /// Opens the product on a migrated database: settles the epoch, and makes the Commons with its
    /// default channels where there is no course yet.
    pub async fn open(store: Store, options: Options, clock: Clock) -> Result<Self, Error> {
        let epoch = clock.token();
        let epoch = store.write(async |tx| store::meta::ensure_epoch(tx, &epoch).await).await?;
        let accounts = store.read(async |tx| store::users::count(tx).await).await?;
        let setup = auth::setup::Setup::new((accounts == 0).then(|| clock.token()));
        let limits = || {
            PostLimits::new(options.rate.posts_per_5_seconds, options.rate.posts_per_minute, &clock)
        };
        let service = Self {
            inner: Arc::new(Inner {
                journal: Journal::new(Broker::default()),
                hasher: Hasher::new(options.hash_parallelism, options.hash_queue),
                attempts: Attempts::new(options.rate.sign_in_failures),
                post_limits: limits(),
                edit_limits: limits(),
                reaction_limits: limits(),
                setup,
                epoch,
                store,
                options,
                clock,
            }),
        };
        service.courses().ensure_commons().await?;
        Ok(service)
    }

    /// Returns sign-up, sign-in and sessions.
    pub fn auth(&self) -> Auth<'_> {
        Auth(&self.inner)
    }

    /// Returns the operations on the accounts of others.
    pub fn accounts(&self) -> accounts::Accounts<'_> {
        accounts::Accounts(&self.inner)
    }

    /// Returns the operations on one's own account.
    pub fn users(&self) -> users::Users<'_> {
        users::Users(&self.inner)
    }

    /// Returns the operations on courses.
    pub fn courses(&self) -> courses::Courses<'_> {
        courses::Courses(&self.inner)
    }

    /// Returns the operations on who is in which course.
    pub fn enrollments(&self) -> enrollments::Enrollments<'_> {
        enrollments::Enrollments(&self.inner)
    }

    /// Returns the operations on channels.
    pub fn channels(&self) -> channels::Channels<'_> {
        channels::Channels(&self.inner)
    }

    /// Returns the operations on members of channels.
    pub fn memberships(&self) -> memberships::Memberships<'_> {
        memberships::Memberships(&self.inner)
    }

    /// Returns the operations on messages.
    pub fn messages(&self) -> messages::Messages<'_> {
        messages::Messages(&self.inner)
    }

    /// Returns what the hub needs: grants, replay, heads.
    pub fn live(&self) -> live::Live<'_> {
        live::Live(&self.inner)
    }

    /// Returns the demonstration content.
    pub fn demo(&self) -> demo::Demo<'_> {
        demo::Demo(&self.inner)
    }

    /// Begins to receive what is published from now on. The channel is bounded: what does not fit
    /// is dropped, and the hub's sweep finds it in the journal.
    pub fn subscribe(&self) -> tokio::sync::mpsc::Receiver<broker::Published> {
        self.inner.journal.broker().subscribe()
    }

    /// Returns the current instant.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Returns the clock, for transports that need ids and times.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Returns a time zone by its IANA name; UTC for a name nobody knows.
    pub fn zone(&self, name: &str) -> Zone {
        zone::zone(name, self.now())
    }

    /// Checks that the database answers; the error names what does not.
    pub async fn ready(&self) -> Result<(), &'static str> {
        self.inner.store.ping().await.map_err(|_| "database")
    }

    /// Finishes accepted writes and closes the database.
    pub async fn close(&self) {
        self.inner.store.close().await;
    }
}

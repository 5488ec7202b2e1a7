//! What to do when a subject cannot simply be followed: take a fresh snapshot, wait, or let go.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::channel::Channel;
use protocol::cursor::Subject;
use protocol::fault::FaultCode;
use protocol::id::ChannelId;
use protocol::replica::people::People;
use protocol::replica::roster::Roster;
use wasm_bindgen_futures::spawn_local;

use crate::address::signed_out_address;
use crate::api::channels::{OpenedChannel, load_channel};
use crate::api::courses::load_course;
use crate::api::error::ApiError;
use crate::live::browser;
use crate::live::link::{Connection, Nudge};
use crate::live::state::Live;

/// How long a subject that could not be opened is left alone.
const REOPEN_AFTER_MS: u32 = 5_000;

impl Live {
    /// The viewer signs out: the browser is on its way already when the server ends the session.
    pub fn expect_sign_out(self) {
        self.at().link.say(Connection::SignedOut);
    }

    /// The page is about to replace its session by another one: meanwhile the end of the session means
    /// nothing.
    pub fn begin_renewal(self) {
        self.at().link.renews(true);
    }

    /// The session has been replaced, or was not.
    pub fn end_renewal(self) {
        self.at().link.renews(false);
        self.at().link.nudge(Nudge::Probe);
    }

    /// Leaves for the sign-in page, unless the viewer has signed out here; drafts and unsent messages
    /// stay in the browser.
    pub(in crate::live) fn sign_out(self) {
        if self.at().link.connection().get_untracked() == Connection::SignedOut {
            return;
        }
        self.at().link.say(Connection::SignedOut);
        browser::go_to(&signed_out_address(&browser::current_address()));
    }

    /// A cursor is unusable: takes a fresh snapshot, then follows again.
    pub(super) fn resync(self, subject: Subject) {
        self.hold_back(subject);
        spawn_local(async move {
            let is_done = match subject {
                Subject::Channel(id) => self.reload_channel(id).await,
                Subject::Course(_) => self.reload_course().await,
                // What one's own subject tells, such as in which courses one is, the whole page shows.
                _ => {
                    browser::go_to(&browser::current_address());
                    true
                }
            };
            if !is_done {
                TimeoutFuture::new(REOPEN_AFTER_MS).await;
            }
            self.release(subject);
        });
    }

    /// A subject could not be opened.
    pub(super) fn refused(self, subject: Subject, code: FaultCode) {
        match subject {
            Subject::Channel(id) if is_denial(code) => self.lose(id),
            Subject::Course(id) if is_denial(code) => self.lose_course(id),
            _ => {
                self.hold_back(subject);
                spawn_local(async move {
                    TimeoutFuture::new(REOPEN_AFTER_MS).await;
                    self.release(subject);
                });
            }
        }
    }

    /// Drops all data of a channel that the viewer may no longer see.
    pub(super) fn lose(self, id: ChannelId) {
        let roster = self.at().roster;
        if let Some(Some(lost)) = roster.try_update(|roster| roster.channels.remove(&id)) {
            self.let_go(lost.channel);
        }
    }

    /// Drops all data of a channel that is no longer in the roster.
    pub(super) fn let_go(self, lost: Channel) {
        let (at, id) = (self.at(), lost.id);
        let Some(dropped) = self.kept(id) else { return };
        at.kept.update_value(|kept| kept.retain(|channel| channel.id() != id));
        dropped.clear();
        if at.shown.get_untracked() == Some(id) {
            // What is on the page still reads its signals; they go with the course.
            at.lost.set(Some(lost));
        } else {
            dropped.dispose();
        }
        at.link.nudge(Nudge::Wanted);
    }

    /// Returns whether the subject may be opened again at once.
    async fn reload_channel(self, id: ChannelId) -> bool {
        let roster = self.at().roster;
        let name = roster.with_untracked(|roster| {
            roster.channels.get(&id).map(|entry| entry.channel.name.clone())
        });
        let (Some(name), Some(channel)) = (name, self.kept(id)) else { return true };
        let opened = load_channel(self.slug(), name, channel.place()).await;
        if !self.is_alive() || self.kept(id).is_none() {
            return true;
        }
        match opened {
            Ok(OpenedChannel::Here(snapshot)) => {
                channel.replace(snapshot.page);
                roster.update(|roster| roster.enter(&snapshot.entry));
                true
            }
            Ok(OpenedChannel::Moved { .. }) => false,
            Err(ApiError(fault)) => {
                if is_denial(fault.code) {
                    self.lose(id);
                }
                false
            }
        }
    }

    /// Returns whether the subject may be opened again at once.
    async fn reload_course(self) -> bool {
        let snapshot = load_course(self.slug()).await;
        if !self.is_alive() {
            return true;
        }
        let at = self.at();
        let snapshot = match snapshot {
            Ok(snapshot) => snapshot,
            Err(ApiError(fault)) => {
                if is_denial(fault.code) {
                    self.lose_course(at.roster.with_untracked(|roster| roster.course.id));
                }
                return false;
            }
        };
        let roster = Roster::new(&snapshot);
        let kept = at.kept.get_value();
        for channel in kept.iter().filter(|kept| !roster.channels.contains_key(&kept.id())) {
            self.lose(channel.id());
        }
        at.roster.set(roster);
        at.people.set(People::default());
        at.me.set(snapshot.me);
        true
    }

    fn hold_back(self, subject: Subject) {
        self.at().held_back.update_value(|held_back| {
            if !held_back.contains(&subject) {
                held_back.push(subject);
            }
        });
    }

    fn release(self, subject: Subject) {
        if self.is_alive() {
            self.at().held_back.update_value(|held_back| held_back.retain(|held| *held != subject));
            self.at().link.nudge(Nudge::Wanted);
        }
    }
}

fn is_denial(code: FaultCode) -> bool {
    matches!(code, FaultCode::NotFound | FaultCode::Forbidden | FaultCode::OversightRequired)
}

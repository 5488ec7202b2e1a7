//! One's own sessions and password: seeing where one is signed in, ending it there, and changing the
//! password, which ends it everywhere else.

use protocol::fault::{Fault, FaultCode, FieldCode, FieldFault};
use protocol::id::SessionId;
use protocol::session::Session;
use store::Tx;
use store::users::UserRow;

use super::password::{Password, Verdict};
use super::{Auth, ChangePassword, NewSession, device, insert_session, is_alive, tell_ended};
use crate::actor::{Actor, ClientInfo};
use crate::authorize;
use crate::error::Error;
use crate::journal::Stamp;

impl Auth<'_> {
    /// Returns where the person is signed in, this session first, then the latest seen.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<Session>, Error> {
        let (user_id, now) = (actor.user_id, self.0.clock.now());
        let list = async |tx: &mut Tx| store::sessions::list(tx, user_id).await;
        let rows = self.0.store.read::<_, store::Error>(list).await?;
        let alive = rows.into_iter().filter(|row| is_alive(row, now));
        let mut sessions: Vec<_> = alive
            .map(|row| Session {
                id: row.id,
                browser: device::browser(&row.user_agent),
                system: device::system(&row.user_agent),
                created_at: row.created_at,
                last_seen_at: row.last_seen_at,
                is_current: row.id == actor.session_id,
            })
            .collect();
        sessions.sort_by_key(|session| !session.is_current);
        Ok(sessions)
    }

    /// Ends one of the person's sessions; its sockets close.
    pub async fn end_session(&self, actor: &Actor, session_id: SessionId) -> Result<(), Error> {
        let (actor, stamp) = (*actor, self.stamp());
        self.0
            .store
            .write(async |tx| {
                authorize::own_account(tx, &actor, stamp.at).await?;
                if !store::sessions::delete_of(tx, actor.user_id, session_id).await? {
                    return Err(Fault::not_found().into());
                }
                tell_ended(self.0, tx, actor.user_id, vec![session_id], stamp).await
            })
            .await
    }

    /// Ends all of the person's sessions but this one; their sockets close.
    pub async fn end_other_sessions(&self, actor: &Actor) -> Result<(), Error> {
        let (actor, stamp) = (*actor, self.stamp());
        self.0
            .store
            .write(async |tx| {
                authorize::own_account(tx, &actor, stamp.at).await?;
                let (user_id, kept) = (actor.user_id, actor.session_id);
                let ended = store::sessions::delete_others(tx, user_id, kept).await?;
                tell_ended(self.0, tx, user_id, ended, stamp).await
            })
            .await
    }

    /// Changes the password, ends every session, and begins another one for the person who asks. The
    /// present password is guessed at no faster than at sign-in.
    pub async fn change_password(
        &self,
        actor: &Actor,
        form: ChangePassword,
        client: &ClientInfo,
    ) -> Result<NewSession, Error> {
        let user_id = actor.user_id;
        let find = async |tx: &mut Tx| store::users::find(tx, user_id).await;
        let user = self.0.store.read::<_, store::Error>(find).await?;
        let user = user.ok_or_else(Fault::unauthenticated)?;
        let password = self.check_change(&user, &form, client).await?;
        let hash = self.0.hasher.hash(password).await?;
        let (actor, stamp) = (*actor, self.stamp());
        self.0
            .store
            .write(async |tx| {
                let now = authorize::own_account(tx, &actor, stamp.at).await?.user;
                if now.password_hash != user.password_hash {
                    let text = "The password was changed meanwhile.";
                    return Err(Fault::new(FaultCode::Conflict, text).into());
                }
                let version = store::users::set_password_hash(tx, user_id, &hash).await?;
                let ended = store::sessions::delete_all(tx, user_id).await?;
                let session = insert_session(self.0, tx, &now, version, client).await?;
                tell_ended(self.0, tx, user_id, ended, stamp).await?;
                Ok(session)
            })
            .await
    }

    /// Returns the new password if it will do and the present one is right; else all that is wrong, in
    /// the order of the form's fields.
    async fn check_change(
        &self,
        user: &UserRow,
        form: &ChangePassword,
        client: &ClientInfo,
    ) -> Result<Password, Error> {
        let present = self.check_present(user, &form.present, client).await?;
        let context = [user.login.as_str(), user.display_name.as_str()];
        let min = self.0.options.password_length_min;
        match (present, Password::parse_new(&form.password, min, &context)) {
            (None, Ok(password)) => Ok(password),
            (present, password) => {
                let (present, password) = (present.into_iter(), password.err().into_iter());
                let password = password.flat_map(|fault| fault.fields);
                Err(Fault::invalid(present.chain(password).collect()).into())
            }
        }
    }

    /// Returns what is wrong with what was typed as the present password.
    async fn check_present(
        &self,
        user: &UserRow,
        typed: &str,
        client: &ClientInfo,
    ) -> Result<Option<FieldFault>, Error> {
        let wrong = |code| Some(FieldFault { field: "present".to_owned(), code, limit: None });
        if typed.is_empty() {
            return Ok(wrong(FieldCode::Empty));
        }
        let (attempts, now) = (&self.0.attempts, self.0.clock.now());
        attempts.check(&user.login, client.address, now).map_err(Fault::rate_limited)?;
        // Counted before the hash, so that parallel guesses do not slip past the limit.
        attempts.fail(&user.login, client.address, now);
        let verdict = match Password::parse_attempt(typed) {
            Ok(password) => self.0.hasher.verify(password, user.password_hash.clone()).await?,
            Err(_) => Verdict { is_match: false, renewed: None },
        };
        if !verdict.is_match {
            return Ok(wrong(FieldCode::Wrong));
        }
        attempts.clear(&user.login, client.address);
        Ok(None)
    }

    fn stamp(&self) -> Stamp {
        Stamp { at: self.0.clock.now(), access_version: 0 }
    }
}

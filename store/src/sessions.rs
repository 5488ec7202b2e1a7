//! Signed-in browsers.

use protocol::id::{SessionId, UserId};
use protocol::language::Language;
use protocol::time::Timestamp;
use protocol::user::AccountRole;

use crate::backend::Tx;
use crate::error::Error;

statements! {
    INSERT = "
        insert into sessions (id, token_hash, user_id, user_agent, created_at, last_seen_at)
        values ($1, $2, $3, $4, $5, $5)";
    FIND_BY_TOKEN = "
        select s.id, s.user_id, s.user_agent, s.created_at, s.last_seen_at,
            u.role, u.deactivated_at, u.expires_at, u.language
        from sessions s join users u on u.id = s.user_id
        where s.token_hash = $1";
    LIST = "
        select s.id, s.user_id, s.user_agent, s.created_at, s.last_seen_at,
            u.role, u.deactivated_at, u.expires_at, u.language
        from sessions s join users u on u.id = s.user_id
        where s.user_id = $1 order by s.last_seen_at desc, s.id limit $2";
    TOUCH = "update sessions set last_seen_at = $2 where id = $1 and last_seen_at < $2";
    DELETE = "delete from sessions where id = $1";
    DELETE_EXPIRED = "delete from sessions where last_seen_at < $1 or created_at < $2";
}

/// Sessions that [`list`] returns at most, the latest seen first.
pub const LIST_MAX: u32 = 100;

/// A session to be made.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The session.
    pub id: SessionId,
    /// SHA-256 of the token, which itself is never stored.
    pub token_hash: [u8; 32],
    /// Whose it is.
    pub user_id: UserId,
    /// Now.
    pub created_at: Timestamp,
    /// What the browser calls itself.
    pub user_agent: String,
}

/// A session, with what decides whether its account may still use it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionRow {
    /// The session.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// What the browser called itself.
    pub user_agent: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, give or take what the caller spares.
    pub last_seen_at: Timestamp,
    /// The account's role.
    pub role: AccountRole,
    /// Since when the account is closed, if so.
    pub deactivated_at: Option<Timestamp>,
    /// When a guest's account ends.
    pub expires_at: Option<Timestamp>,
    /// The account's language, if the person chose one.
    pub language: Option<Language>,
}

/// Inserts a session.
pub async fn insert(tx: &mut Tx, session: &NewSession) -> Result<(), Error> {
    let token_hash = session.token_hash.as_slice();
    let NewSession { id, user_id, created_at, .. } = *session;
    let rows =
        run!(tx, INSERT, execute, [id, token_hash, user_id, &session.user_agent, created_at])?;
    Error::unless_one(rows)
}

/// Returns the session whose token has this hash, however old.
pub async fn find_by_token(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<SessionRow>, Error> {
    run!(tx, FIND_BY_TOKEN, fetch_optional SessionRow, [token_hash])
}

/// Returns a person's sessions, the latest seen first, up to [`LIST_MAX`].
pub async fn list(tx: &mut Tx, user: UserId) -> Result<Vec<SessionRow>, Error> {
    run!(tx, LIST, fetch_all SessionRow, [user, i64::from(LIST_MAX)])
}

/// Notes that a session was used; a time that is not later than the known one, and a session
/// that has ended meanwhile, change nothing.
pub async fn touch(tx: &mut Tx, id: SessionId, at: Timestamp) -> Result<(), Error> {
    run!(tx, TOUCH, execute, [id, at])?;
    Ok(())
}

/// Ends a session; returns whether there was one.
pub async fn delete(tx: &mut Tx, id: SessionId) -> Result<bool, Error> {
    Ok(run!(tx, DELETE, execute, [id])? == 1)
}

/// Ends all sessions unused since `idle_before` or begun before `created_before`; returns how many.
pub async fn delete_expired(
    tx: &mut Tx,
    idle_before: Timestamp,
    created_before: Timestamp,
) -> Result<u64, Error> {
    run!(tx, DELETE_EXPIRED, execute, [idle_before, created_before])
}

//! Signed-in browsers.

use protocol::id::{SessionId, UserId};
use protocol::language::Language;
use protocol::limits::SESSIONS_PER_ACCOUNT_MAX;
use protocol::time::Timestamp;
use protocol::user::AccountRole;

use crate::backend::Tx;
use crate::error::Error;

statements! {
    INSERT = "
        insert into sessions
            (id, token_hash, user_id, session_version, user_agent, created_at, last_seen_at)
        values ($1, $2, $3, $4, $5, $6, $6)";
    FIND_BY_TOKEN = "
        select s.id, s.user_id, s.user_agent, s.created_at, s.last_seen_at,
            u.role, u.expires_at, u.language
        from sessions s join users u on u.id = s.user_id
        where s.token_hash = $1 and s.session_version = u.session_version";
    FIND = "
        select s.id, s.user_id, s.user_agent, s.created_at, s.last_seen_at,
            u.role, u.expires_at, u.language
        from sessions s join users u on u.id = s.user_id
        where s.id = $1 and s.session_version = u.session_version";
    LIST_AMONG = sqlite "
        select s.id, s.user_id, s.user_agent, s.created_at, s.last_seen_at,
            u.role, u.expires_at, u.language
        from sessions s join users u on u.id = s.user_id
        where s.id in (select unhex(value) from json_each($1))
            and s.session_version = u.session_version
        order by s.id limit $2",
        postgres "
        select s.id, s.user_id, s.user_agent, s.created_at, s.last_seen_at,
            u.role, u.expires_at, u.language
        from sessions s join users u on u.id = s.user_id
        where s.id in (select jsonb_array_elements_text($1::text::jsonb)::uuid)
            and s.session_version = u.session_version
        order by s.id limit $2";
    LIST = "
        select s.id, s.user_id, s.user_agent, s.created_at, s.last_seen_at,
            u.role, u.expires_at, u.language
        from sessions s join users u on u.id = s.user_id
        where s.user_id = $1 and s.session_version = u.session_version
        order by s.last_seen_at desc, s.id limit $2";
    TOUCH = "update sessions set last_seen_at = $2 where id = $1 and last_seen_at < $2";
    DELETE = "delete from sessions where id = $1";
    DELETE_OF = "delete from sessions where id = $1 and user_id = $2";
    DELETE_OTHERS = "delete from sessions where user_id = $1 and id <> $2 returning id";
    DELETE_ALL = "delete from sessions where user_id = $1 returning id";
    DELETE_EXPIRED = "delete from sessions where last_seen_at < $1 or created_at < $2";
}

/// Sessions that one statement of [`list_among`] asks for.
const AMONG_CHUNK: u16 = 500;

/// A session to be made.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The session.
    pub id: SessionId,
    /// SHA-256 of the token, which itself is never stored.
    pub token_hash: [u8; 32],
    /// Whose it is.
    pub user_id: UserId,
    /// The account's session version when its owner proved to be them; the session is void once the
    /// account's is another one.
    pub session_version: i64,
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
    /// When a guest's account ends.
    pub expires_at: Option<Timestamp>,
    /// The account's language, if the person chose one.
    pub language: Option<Language>,
}

/// Inserts a session.
pub async fn insert(tx: &mut Tx, session: &NewSession) -> Result<(), Error> {
    let token_hash = session.token_hash.as_slice();
    let NewSession { id, user_id, session_version, created_at, .. } = *session;
    let rows = run!(
        tx,
        INSERT,
        execute,
        [id, token_hash, user_id, session_version, &session.user_agent, created_at]
    )?;
    Error::unless_one(rows)
}

/// Returns the session whose token has this hash, however old; none if it is void.
pub async fn find_by_token(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<SessionRow>, Error> {
    run!(tx, FIND_BY_TOKEN, fetch_optional SessionRow, [token_hash])
}

/// Returns a session, however old; none if it is void.
pub async fn find(tx: &mut Tx, id: SessionId) -> Result<Option<SessionRow>, Error> {
    run!(tx, FIND, fetch_optional SessionRow, [id])
}

/// Returns those of the sessions that are there and not void, however old, by id within each chunk.
pub async fn list_among(tx: &mut Tx, ids: &[SessionId]) -> Result<Vec<SessionRow>, Error> {
    let mut sessions = Vec::with_capacity(ids.len());
    let limit = i64::from(AMONG_CHUNK);
    for chunk in ids.chunks(usize::from(AMONG_CHUNK)) {
        let rows = run!(tx, LIST_AMONG, fetch_all SessionRow, [json_array(chunk), limit])?;
        sessions.extend(rows);
    }
    Ok(sessions)
}

/// Returns a person's sessions, the latest seen first, up to [`SESSIONS_PER_ACCOUNT_MAX`].
pub async fn list(tx: &mut Tx, user: UserId) -> Result<Vec<SessionRow>, Error> {
    run!(tx, LIST, fetch_all SessionRow, [user, i64::from(SESSIONS_PER_ACCOUNT_MAX)])
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

/// Ends a session if it is this person's; returns whether it was.
pub async fn delete_of(tx: &mut Tx, user: UserId, id: SessionId) -> Result<bool, Error> {
    Ok(run!(tx, DELETE_OF, execute, [id, user])? == 1)
}

/// Ends all sessions of a person but one; returns which, in no order.
pub async fn delete_others(
    tx: &mut Tx,
    user: UserId,
    kept: SessionId,
) -> Result<Vec<SessionId>, Error> {
    let rows: Vec<(SessionId,)> = run!(tx, DELETE_OTHERS, fetch_all(SessionId,), [user, kept])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Ends all sessions of a person; returns which, in no order.
pub async fn delete_all(tx: &mut Tx, user: UserId) -> Result<Vec<SessionId>, Error> {
    let rows: Vec<(SessionId,)> = run!(tx, DELETE_ALL, fetch_all(SessionId,), [user])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Ends all sessions unused since `idle_before` or begun before `created_before`; returns how many.
pub async fn delete_expired(
    tx: &mut Tx,
    idle_before: Timestamp,
    created_before: Timestamp,
) -> Result<u64, Error> {
    run!(tx, DELETE_EXPIRED, execute, [idle_before, created_before])
}

/// An id is hexadecimal digits, here without dashes: nothing that JSON would escape.
fn json_array(ids: &[SessionId]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("\"{}\"", id.0.simple())).collect();
    format!("[{}]", quoted.join(","))
}

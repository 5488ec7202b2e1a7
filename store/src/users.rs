//! Accounts.

use protocol::id::UserId;
use protocol::language::Language;
use protocol::time::Timestamp;
use protocol::user::{AccountRole, Me, hue};

use crate::backend::Tx;
use crate::error::Error;

statements! {
    INSERT = "
        insert into users (id, login, display_name, role, password_hash, created_at)
        values ($1, $2, $3, $4, $5, $6)";
    FIND = "
        select id, login, display_name, role, password_hash, session_version,
            created_at, deactivated_at, expires_at, language
        from users where id = $1";
    FIND_BY_LOGIN = "
        select id, login, display_name, role, password_hash, session_version,
            created_at, deactivated_at, expires_at, language
        from users where login = $1";
    LIST = "
        select id, login, display_name, role, password_hash, session_version,
            created_at, deactivated_at, expires_at, language
        from users where login > $1 order by login limit $2";
    COUNT = "select count(*) from users";
    FIND_LOCKED = sqlite "
        select id, login, display_name, role, password_hash, session_version,
            created_at, deactivated_at, expires_at, language
        from users where id = $1",
        postgres "
        select id, login, display_name, role, password_hash, session_version,
            created_at, deactivated_at, expires_at, language
        from users where id = $1 for no key update";
    LOCK_WITH_ADMINS = postgres "
        select id from users
        where id in ($1, $2) or (role = 'admin' and deactivated_at is null)
        order by id for no key update";
    COUNT_ACTIVE_ADMINS = "
        select count(*) from users where role = 'admin' and deactivated_at is null";
    DEACTIVATE = "
        update users set deactivated_at = $2, session_version = session_version + 1
        where id = $1 and deactivated_at is null";
    REACTIVATE = "
        update users set deactivated_at = null where id = $1 and deactivated_at is not null";
    SET_ROLE = "
        update users set role = $2, session_version = session_version + 1
        where id = $1 and role <> $2";
    SET_PASSWORD_HASH = "
        update users set password_hash = $2, session_version = session_version + 1 where id = $1
        returning session_version";
    REPLACE_PASSWORD_HASH = "
        update users set password_hash = $3 where id = $1 and password_hash = $2";
    RENAME = "update users set display_name = $2 where id = $1";
    SET_LANGUAGE = "update users set language = $2 where id = $1";
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The account.
    pub id: UserId,
    /// Unique; lower case.
    pub login: String,
    /// What the person is called.
    pub display_name: String,
    /// Role on the whole site.
    pub role: AccountRole,
    /// Hash of the password; none for who cannot sign in with one.
    pub password_hash: Option<String>,
    /// Now.
    pub created_at: Timestamp,
}

/// An account.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UserRow {
    /// The account.
    pub id: UserId,
    /// What the person signs in with.
    pub login: String,
    /// What the person is called.
    pub display_name: String,
    /// Role on the whole site.
    pub role: AccountRole,
    /// Hash of the password, if there is one.
    pub password_hash: Option<String>,
    /// Raised when all sessions so far must end.
    pub session_version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when nobody can use it, if so.
    pub deactivated_at: Option<Timestamp>,
    /// When a guest's account ends.
    pub expires_at: Option<Timestamp>,
    /// The interface's language, if the person chose one.
    pub language: Option<Language>,
}

impl UserRow {
    /// Returns what the person may see of the account.
    pub fn me(&self) -> Me {
        Me {
            id: self.id,
            login: self.login.clone(),
            display_name: self.display_name.clone(),
            role: self.role,
            expires_at: self.expires_at,
            language: self.language,
            hue: hue(self.id),
        }
    }
}

impl std::fmt::Debug for UserRow {
    // Neither names nor the hash, so that no log gets them by accident.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRow")
            .field("id", &self.id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// Inserts an account; a login in use violates [`crate::Unique::UserLogin`].
pub async fn insert(tx: &mut Tx, user: &NewUser) -> Result<(), Error> {
    let rows = run!(
        tx,
        INSERT,
        execute,
        [
            user.id,
            &user.login,
            &user.display_name,
            user.role,
            user.password_hash.as_deref(),
            user.created_at,
        ]
    )?;
    Error::unless_one(rows)
}

/// Returns an account.
pub async fn find(tx: &mut Tx, id: UserId) -> Result<Option<UserRow>, Error> {
    run!(tx, FIND, fetch_optional UserRow, [id])
}

/// Returns the account with a login.
pub async fn find_by_login(tx: &mut Tx, login: &str) -> Result<Option<UserRow>, Error> {
    run!(tx, FIND_BY_LOGIN, fetch_optional UserRow, [login])
}

/// Returns up to `limit` accounts by login, from the one after `after`.
pub async fn list(tx: &mut Tx, after: Option<&str>, limit: u32) -> Result<Vec<UserRow>, Error> {
    run!(tx, LIST, fetch_all UserRow, [after.unwrap_or(""), i64::from(limit)])
}

/// Returns how many accounts there are, deactivated ones included.
pub async fn count(tx: &mut Tx) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT, fetch_one(i64,), [])?;
    Ok(count)
}

/// Returns an account; until the transaction ends nobody else can change it, nor begin a session of it.
pub async fn find_locked(tx: &mut Tx, id: UserId) -> Result<Option<UserRow>, Error> {
    run!(tx, FIND_LOCKED, fetch_optional UserRow, [id])
}

/// Keeps two accounts and every active admin as they are until the transaction ends, so that two
/// changes cannot each take the other's last admin for granted. Comes after the locks of courses.
pub async fn lock_with_admins(tx: &mut Tx, one: UserId, other: UserId) -> Result<(), Error> {
    if tx.needs_row_locks() {
        run!(tx, LOCK_WITH_ADMINS, execute, [one, other])?;
    }
    Ok(())
}

/// Returns how many admins can sign in.
pub async fn count_active_admins(tx: &mut Tx) -> Result<i64, Error> {
    let (count,): (i64,) = run!(tx, COUNT_ACTIVE_ADMINS, fetch_one(i64,), [])?;
    Ok(count)
}

/// Closes an account and voids its sessions; returns false if it is closed already.
pub async fn deactivate(tx: &mut Tx, id: UserId, at: Timestamp) -> Result<bool, Error> {
    Ok(run!(tx, DEACTIVATE, execute, [id, at])? == 1)
}

/// Opens a closed account again; returns false if it is open already.
pub async fn reactivate(tx: &mut Tx, id: UserId) -> Result<bool, Error> {
    Ok(run!(tx, REACTIVATE, execute, [id])? == 1)
}

/// Changes what an account may do on the whole site and voids its sessions; returns false if it may
/// do so already.
pub async fn set_role(tx: &mut Tx, id: UserId, role: AccountRole) -> Result<bool, Error> {
    Ok(run!(tx, SET_ROLE, execute, [id, role])? == 1)
}

/// Stores the hash of another password and voids the sessions; returns the version of those that
/// begin from now on.
pub async fn set_password_hash(tx: &mut Tx, id: UserId, hash: &str) -> Result<i64, Error> {
    let (version,): (i64,) = run!(tx, SET_PASSWORD_HASH, fetch_one(i64,), [id, hash])?;
    Ok(version)
}

/// Replaces a password's hash by another one of the same password, unless the password was changed
/// meanwhile.
pub async fn replace_password_hash(
    tx: &mut Tx,
    id: UserId,
    known: &str,
    renewed: &str,
) -> Result<(), Error> {
    run!(tx, REPLACE_PASSWORD_HASH, execute, [id, known, renewed])?;
    Ok(())
}

/// Changes what a person is called.
pub async fn rename(tx: &mut Tx, id: UserId, display_name: &str) -> Result<(), Error> {
    Error::unless_one(run!(tx, RENAME, execute, [id, display_name])?)
}

/// Changes the interface's language; none leaves it to the browser.
pub async fn set_language(
    tx: &mut Tx,
    id: UserId,
    language: Option<Language>,
) -> Result<(), Error> {
    Error::unless_one(run!(tx, SET_LANGUAGE, execute, [id, language])?)
}

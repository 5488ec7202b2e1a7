//! Sign-up, sign-in and sessions. Tokens are opaque and kept only as hashes; answers do not tell
//! whether an account exists.

pub(crate) mod attempts;
mod device;
pub(crate) mod password;
pub(crate) mod sessions;
pub(crate) mod setup;

use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FaultCode, FieldCode, FieldFault};
use protocol::id::{CourseId, SessionId, UserId};
use protocol::limits::{SESSION_AGE_MS_MAX, SESSION_IDLE_MS_MAX, SESSIONS_PER_ACCOUNT_MAX};
use protocol::time::Timestamp;
use protocol::user::{AccountRole, CourseRole, DisplayName, Login};
use sha2::{Digest, Sha256};
use store::sessions::{NewSession as NewSessionRow, SessionRow};
use store::users::{NewUser, UserRow};
use store::{Tx, Unique};

use crate::Inner;
use crate::actor::{Actor, ClientInfo};
use crate::auth::password::{Password, Verdict};
use crate::config::Registration;
use crate::enrollments;
use crate::error::Error;
use crate::journal::Stamp;

/// How stale `last_seen_at` may be before a request writes it again.
const TOUCH_AFTER_MS: i64 = 60_000;

/// What a newcomer types.
pub struct SignUp {
    /// What they want to sign in with.
    pub login: String,
    /// What they want to be called.
    pub display_name: String,
    /// Their password.
    pub password: String,
}

/// What the first administrator types.
pub struct SetUp {
    /// The token of the setup link.
    pub token: String,
    /// The account.
    pub account: SignUp,
}

/// What somebody types to sign in.
pub struct SignIn {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
}

/// An account made on the command line.
pub struct AddUser {
    /// The account.
    pub account: SignUp,
    /// Its role.
    pub role: AccountRole,
}

/// A session that has just begun.
pub struct NewSession {
    /// The secret for the cookie.
    pub token: String,
    /// Who is signed in.
    pub actor: Actor,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// The parsed form of [`SignUp`].
struct Account {
    login: Login,
    display_name: DisplayName,
    password: Password,
}

/// What somebody types to have another password.
pub struct ChangePassword {
    /// The password that they have.
    pub present: String,
    /// The one that they want.
    pub password: String,
}

/// Operations on sessions and accounts.
pub struct Auth<'a>(pub(crate) &'a Inner);

impl Auth<'_> {
    /// Returns who may make an account.
    pub fn registration(&self) -> Registration {
        self.0.options.registration
    }

    /// Returns the shortest password that is taken, in Unicode scalars.
    pub fn password_length_min(&self) -> usize {
        self.0.options.password_length_min
    }

    /// Returns the token of the setup link while there is no account.
    pub fn setup_token(&self) -> Option<String> {
        self.0.setup.token()
    }

    /// Whether the setup link with this token still works.
    pub async fn is_setup_open(&self, token: &str) -> Result<bool, Error> {
        Ok(self.0.setup.accepts(token) && self.awaits_setup().await?)
    }

    /// Whether there is no account yet. Another process may have made one, which closes the link.
    async fn awaits_setup(&self) -> Result<bool, Error> {
        if self.setup_token().is_none() {
            return Ok(false);
        }
        let count = async |tx: &mut Tx| store::users::count(tx).await;
        if self.0.store.read::<_, store::Error>(count).await? > 0 {
            self.0.setup.close();
        }
        Ok(self.setup_token().is_some())
    }

    /// Makes the first account, an administrator who teaches the Commons. Works once.
    pub async fn set_up(&self, form: SetUp, client: &ClientInfo) -> Result<NewSession, Error> {
        if !self.is_setup_open(&form.token).await? {
            return Err(Fault::not_found().into());
        }
        let user_id = self.create(form.account, AccountRole::Admin, Standing::First).await?;
        self.0.setup.close();
        self.begin_first(user_id, client).await
    }

    /// Makes an account, enrols it in the open courses and signs it in.
    pub async fn sign_up(&self, form: SignUp, client: &ClientInfo) -> Result<NewSession, Error> {
        if self.0.options.registration != Registration::Open || self.awaits_setup().await? {
            return Err(Fault::new(
                FaultCode::Forbidden,
                "Accounts are made by your course staff here.",
            )
            .into());
        }
        let user_id = self.create(form, AccountRole::User, Standing::Another).await?;
        self.begin_first(user_id, client).await
    }

    /// Makes an account from the command line.
    pub async fn add_user(&self, form: AddUser) -> Result<UserId, Error> {
        let user_id = self.create(form.account, form.role, Standing::Another).await?;
        self.0.setup.close();
        Ok(user_id)
    }

    /// Signs somebody in. Unknown login, wrong password and deactivated account answer alike, and
    /// take alike long.
    pub async fn sign_in(&self, form: SignIn, client: &ClientInfo) -> Result<NewSession, Error> {
        let wrong = || Fault::new(FaultCode::Unauthenticated, "Login or password is not correct.");
        let typed = form.login.trim().to_lowercase();
        let now = self.0.clock.now();
        self.0.attempts.check(&typed, client.address, now).map_err(Fault::rate_limited)?;
        // Counted before the hash, so that parallel guesses do not slip past the limit.
        self.0.attempts.fail(&typed, client.address, now);
        let user = match Login::parse(&typed) {
            Ok(login) => {
                let find =
                    async |tx: &mut Tx| store::users::find_by_login(tx, login.as_str()).await;
                self.0.store.read(find).await?
            }
            Err(_) => None,
        };
        let stored = user.as_ref().and_then(|user| user.password_hash.clone());
        let verdict = match Password::parse_attempt(&form.password) {
            Ok(password) => self.0.hasher.verify(password, stored).await?,
            Err(_) => Verdict { is_match: false, renewed: None },
        };
        let Some(user) = user.filter(|_| verdict.is_match) else {
            return Err(wrong().into());
        };
        if let (Some(renewed), Some(stored)) = (verdict.renewed, &user.password_hash) {
            let renew = async |tx: &mut Tx| {
                store::users::replace_password_hash(tx, user.id, stored, &renewed).await
            };
            self.0.store.write::<_, store::Error>(renew).await?;
        }
        // None if the account is deactivated, or was given another password while the hash was compared.
        let begun = self.begin(user.id, user.session_version, client).await?.ok_or_else(wrong)?;
        self.0.attempts.clear(&typed, client.address);
        Ok(begun)
    }

    /// Ends the actor's session; its sockets close.
    pub async fn sign_out(&self, actor: &Actor) -> Result<(), Error> {
        let actor = *actor;
        let stamp = Stamp { at: self.0.clock.now(), access_version: 0 };
        self.0
            .store
            .write(async |tx| {
                if store::sessions::delete(tx, actor.session_id).await? {
                    let ended = vec![actor.session_id];
                    tell_ended(self.0, tx, actor.user_id, ended, stamp).await?;
                }
                Ok(())
            })
            .await
    }

    /// Returns who a session token belongs to, or nothing if the session is over.
    pub async fn authenticate(&self, token: &str) -> Result<Option<Actor>, Error> {
        let hash = token_hash(token);
        let find = async |tx: &mut Tx| store::sessions::find_by_token(tx, &hash).await;
        let Some(session) = self.0.store.read::<_, store::Error>(find).await? else {
            return Ok(None);
        };
        let now = self.0.clock.now();
        if !is_alive(&session, now) {
            return Ok(None);
        }
        if now.since_ms(session.last_seen_at) > TOUCH_AFTER_MS {
            let touch = async |tx: &mut Tx| store::sessions::touch(tx, session.id, now).await;
            self.0.store.write::<_, store::Error>(touch).await?;
        }
        Ok(Some(Actor {
            user_id: session.user_id,
            role: session.role,
            session_id: session.id,
            language: session.language,
        }))
    }

    /// Parses, hashes and stores an account, and enrols it in the open courses.
    async fn create(
        &self,
        form: SignUp,
        role: AccountRole,
        standing: Standing,
    ) -> Result<UserId, Error> {
        let account = self.parse(&form)?;
        let password_hash = self.0.hasher.hash(account.password).await?;
        let user_id = UserId(self.0.clock.new_id());
        let user = NewUser {
            id: user_id,
            login: account.login.as_str().to_owned(),
            display_name: account.display_name.as_str().to_owned(),
            role,
            password_hash: Some(password_hash),
            created_at: self.0.clock.now(),
        };
        let created = self.0.store.write(async |tx| {
            if standing == Standing::First && store::users::count(tx).await? > 0 {
                return Err(Error::from(Fault::not_found()));
            }
            store::users::insert(tx, &user).await?;
            for course_id in store::courses::list_open(tx).await? {
                self.enrol(tx, course_id, &user).await?;
            }
            Ok(())
        });
        match created.await {
            Err(Error::Store(error)) if error.violates(Unique::UserLogin) => {
                Err(Fault::field("login", FieldCode::Taken, None).into())
            }
            other => other.map(|()| user_id),
        }
    }

    async fn enrol(&self, tx: &mut Tx, course_id: CourseId, user: &NewUser) -> Result<(), Error> {
        let role = match user.role {
            AccountRole::Admin => CourseRole::Instructor,
            AccountRole::User => CourseRole::Student,
            AccountRole::Guest => CourseRole::Guest,
        };
        enrollments::join(self.0, tx, course_id, user.id, role, user.created_at).await
    }

    /// Parses every field, so that all faults are told at once.
    fn parse(&self, form: &SignUp) -> Result<Account, Fault> {
        let login = Login::parse(&form.login);
        let display_name = DisplayName::parse(&form.display_name);
        let context = [form.login.trim(), form.display_name.trim()];
        let min = self.0.options.password_length_min;
        let password = Password::parse_new(&form.password, min, &context);
        match (display_name, login, password) {
            (Ok(display_name), Ok(login), Ok(password)) => {
                Ok(Account { login, display_name, password })
            }
            (display_name, login, password) => {
                // In the order of the form's fields.
                let faults = [display_name.err(), login.err(), password.err()];
                let fields: Vec<FieldFault> =
                    faults.into_iter().flatten().flat_map(|fault| fault.fields).collect();
                Err(Fault::invalid(fields))
            }
        }
    }

    /// Begins the first session of an account that was made a moment ago.
    async fn begin_first(&self, user_id: UserId, client: &ClientInfo) -> Result<NewSession, Error> {
        let session = self.begin(user_id, 0, client).await?;
        session.ok_or_else(|| Fault::unauthenticated().into())
    }

    /// Begins a session, unless the account was deactivated or its sessions were voided since its owner
    /// proved to be them, which was at this session version.
    async fn begin(
        &self,
        user_id: UserId,
        session_version: i64,
        client: &ClientInfo,
    ) -> Result<Option<NewSession>, Error> {
        let stamp = Stamp { at: self.0.clock.now(), access_version: 0 };
        self.0
            .store
            .write(async |tx| {
                let user = store::users::find_locked(tx, user_id).await?;
                let Some(user) = user.filter(|user| {
                    user.deactivated_at.is_none() && user.session_version == session_version
                }) else {
                    return Ok(None);
                };
                let sessions = store::sessions::list(tx, user_id).await?;
                let session = insert_session(self.0, tx, &user, session_version, client).await?;
                if let Some(oldest) = sessions.get(SESSIONS_PER_ACCOUNT_MAX as usize - 1) {
                    store::sessions::delete(tx, oldest.id).await?;
                    tell_ended(self.0, tx, user_id, vec![oldest.id], stamp).await?;
                }
                Ok(Some(session))
            })
            .await
    }
}

/// Inserts a session with a new token and a new id.
async fn insert_session(
    inner: &Inner,
    tx: &mut Tx,
    user: &UserRow,
    session_version: i64,
    client: &ClientInfo,
) -> Result<NewSession, Error> {
    let token = inner.clock.token();
    let now = inner.clock.now();
    let session_id = SessionId(inner.clock.new_id());
    let row = NewSessionRow {
        id: session_id,
        token_hash: token_hash(&token),
        user_id: user.id,
        session_version,
        created_at: now,
        user_agent: client.user_agent.clone(),
    };
    store::sessions::insert(tx, &row).await?;
    let (user_id, role, language) = (user.id, user.role, user.language);
    let actor = Actor { user_id, role, session_id, language };
    Ok(NewSession { token, actor, expires_at: now.plus_ms(SESSION_AGE_MS_MAX) })
}

/// Records the end of sessions, which closes their sockets.
pub(crate) async fn tell_ended(
    inner: &Inner,
    tx: &mut Tx,
    user_id: UserId,
    sessions: Vec<SessionId>,
    stamp: Stamp,
) -> Result<(), Error> {
    let entry = |session_id| (Subject::User(user_id), Event::SessionEnded { session_id });
    inner.journal.append(tx, stamp, sessions.into_iter().map(entry).collect()).await
}

/// Whether an account is the first one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    First,
    Another,
}

fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Whether a session that is not void may still be used. Those of a closed account are void.
pub(crate) fn is_alive(session: &SessionRow, now: Timestamp) -> bool {
    session.expires_at.is_none_or(|expires_at| now < expires_at)
        && now.since_ms(session.last_seen_at) <= SESSION_IDLE_MS_MAX
        && now.since_ms(session.created_at) <= SESSION_AGE_MS_MAX
}

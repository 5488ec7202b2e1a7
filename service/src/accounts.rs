//! Accounts as admins and the command line manage them. Whatever takes rights away raises the access
//! versions of the courses concerned and ends the account's sessions, in one transaction.

use protocol::cursor::Subject;
use protocol::event::Event;
use protocol::fault::{Fault, FaultCode};
use protocol::id::{CourseId, UserId};
use protocol::time::Timestamp;
use protocol::user::AccountRole;
use store::Tx;
use store::users::UserRow;
use uuid::Uuid;

use crate::Inner;
use crate::actor::Actor;
use crate::auth::password::Password;
use crate::auth::tell_ended;
use crate::authorize::{self, CanManageAccount};
use crate::error::Error;
use crate::journal::Stamp;

/// On whose word an account is changed.
#[derive(Clone, Copy, Debug)]
pub enum By {
    /// Somebody signed in, who must be an admin.
    Person(Actor),
    /// Whoever runs commands where the database is.
    Operator,
}

/// An account as it is managed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub id: UserId,
    /// What the person signs in with.
    pub login: String,
    /// What the person is called.
    pub display_name: String,
    /// Role on the whole site.
    pub role: AccountRole,
    /// Since when nobody can use it, if so.
    pub deactivated_at: Option<Timestamp>,
}

impl From<UserRow> for Account {
    fn from(row: UserRow) -> Self {
        let UserRow { id, login, display_name, role, deactivated_at, .. } = row;
        Self { id, login, display_name, role, deactivated_at }
    }
}

/// Accounts in one page of [`Accounts::list`].
const PAGE_ACCOUNTS: u32 = 200;

/// What becomes of an account.
#[derive(Clone, Copy, Debug)]
enum Change {
    Deactivate,
    Reactivate,
    Role(AccountRole),
}

/// Times that a change of rights is tried, if it meets others that lock the same courses.
const ATTEMPTS_MAX: u32 = 5;

/// Operations on the accounts of others.
pub struct Accounts<'a>(pub(crate) &'a Inner);

impl Accounts<'_> {
    /// Returns accounts by login, from the one after `after`; none once there are no more. For the
    /// command line.
    pub async fn list(&self, after: Option<&str>) -> Result<Vec<Account>, Error> {
        let list = async |tx: &mut Tx| store::users::list(tx, after, PAGE_ACCOUNTS).await;
        let rows = self.0.store.read::<_, store::Error>(list).await?;
        Ok(rows.into_iter().map(Account::from).collect())
    }

    /// Returns the account with a login. For the command line.
    pub async fn find(&self, login: &str) -> Result<Account, Error> {
        let login = login.trim().to_lowercase();
        let find = async |tx: &mut Tx| store::users::find_by_login(tx, &login).await;
        let row = self.0.store.read::<_, store::Error>(find).await?;
        Ok(row.ok_or_else(Fault::not_found)?.into())
    }

    /// Closes an account: nobody can use it, its sessions end and its sockets close. What its owner
    /// wrote stays. The last active admin's cannot be closed.
    pub async fn deactivate(&self, by: By, user_id: UserId) -> Result<(), Error> {
        self.change(by, user_id, Change::Deactivate).await
    }

    /// Opens a closed account again; its owner signs in anew.
    pub async fn reactivate(&self, by: By, user_id: UserId) -> Result<(), Error> {
        self.change(by, user_id, Change::Reactivate).await
    }

    /// Changes what an account may do on the whole site; its owner signs in anew. The last active admin
    /// stays one.
    pub async fn set_role(&self, by: By, user_id: UserId, role: AccountRole) -> Result<(), Error> {
        self.change(by, user_id, Change::Role(role)).await
    }

    /// Gives an account another password and ends its sessions.
    pub async fn reset_password(
        &self,
        by: By,
        user_id: UserId,
        password: &str,
    ) -> Result<(), Error> {
        let allow = async |tx: &mut Tx| authorize::manage_account(tx, by, user_id).await;
        // Before the work of hashing; once more below, in the transaction that counts.
        let user = self.0.store.read(allow).await?.user;
        let context = [user.login.as_str(), user.display_name.as_str()];
        let min = self.0.options.password_length_min;
        let password = Password::parse_new(password, min, &context)?;
        let hash = self.0.hasher.hash(password).await?;
        let stamp = Stamp { at: self.0.clock.now(), access_version: 0 };
        self.0
            .store
            .write(async |tx| {
                authorize::manage_account(tx, by, user_id).await?;
                store::users::set_password_hash(tx, user_id, &hash).await?;
                let ended = store::sessions::delete_all(tx, user_id).await?;
                tell_ended(self.0, tx, user_id, ended, stamp).await
            })
            .await
    }

    /// Changes an account; tries again if it meets others that lock the same courses.
    async fn change(&self, by: By, user_id: UserId, change: Change) -> Result<(), Error> {
        let mut outcome = self.try_change(by, user_id, change).await;
        for _ in 1..ATTEMPTS_MAX {
            if !gave_way(&outcome) {
                break;
            }
            outcome = self.try_change(by, user_id, change).await;
        }
        outcome
    }

    async fn try_change(&self, by: By, user_id: UserId, change: Change) -> Result<(), Error> {
        let at = self.0.clock.now();
        self.0
            .store
            .write(async |tx| {
                // The courses before the accounts, as wherever rights are read.
                let fenced_as = self.raise_fences(tx, user_id, at).await?;
                let managed = authorize::manage_account(tx, by, user_id).await?;
                if managed.user.role != fenced_as {
                    let text = "Somebody changed the account meanwhile. Try again.";
                    return Err(Fault::new(FaultCode::Conflict, text).into());
                }
                let is_changed = match change {
                    Change::Reactivate => store::users::reactivate(tx, user_id).await?,
                    Change::Deactivate => {
                        keep_an_admin(tx, &managed).await?;
                        store::users::deactivate(tx, user_id, at).await?
                    }
                    Change::Role(role) if role == managed.user.role => false,
                    Change::Role(role) => {
                        keep_an_admin(tx, &managed).await?;
                        store::users::set_role(tx, user_id, role).await?
                    }
                };
                if is_changed { self.tell(tx, &managed, at).await } else { Ok(()) }
            })
            .await
    }

    /// Makes every grant of the account be asked for again before a later event is delivered on it; returns
    /// the role that says which courses those are.
    async fn raise_fences(
        &self,
        tx: &mut Tx,
        user_id: UserId,
        at: Timestamp,
    ) -> Result<AccountRole, Error> {
        let user = store::users::find(tx, user_id).await?.ok_or_else(Fault::not_found)?;
        let courses = match user.role {
            AccountRole::Admin => every_course(tx).await?,
            AccountRole::User | AccountRole::Guest => {
                store::enrollments::courses_of(tx, user_id).await?
            }
        };
        // By id, like everybody who raises several.
        for course_id in courses {
            self.0.journal.raise_fence(tx, course_id, at).await?;
        }
        Ok(user.role)
    }

    /// Ends the sessions and tells the courses what the person is now.
    async fn tell(
        &self,
        tx: &mut Tx,
        managed: &CanManageAccount,
        at: Timestamp,
    ) -> Result<(), Error> {
        let user_id = managed.user.id;
        let ended = store::sessions::delete_all(tx, user_id).await?;
        for course_id in store::enrollments::courses_of(tx, user_id).await? {
            let access_version = store::courses::access_version(tx, course_id).await?;
            let Some(person) = store::enrollments::person(tx, course_id, user_id).await? else {
                continue;
            };
            let entry = (Subject::Course(course_id), Event::PersonChanged { person });
            self.0.journal.append(tx, Stamp { at, access_version }, vec![entry]).await?;
        }
        tell_ended(self.0, tx, user_id, ended, Stamp { at, access_version: 0 }).await
    }
}

/// Refuses to take the last active admin away. The admins are locked, so that two who do this to each
/// other cannot both succeed.
async fn keep_an_admin(tx: &mut Tx, managed: &CanManageAccount) -> Result<(), Error> {
    let is_active_admin =
        managed.user.role == AccountRole::Admin && managed.user.deactivated_at.is_none();
    if is_active_admin && store::users::count_active_admins(tx).await? <= 1 {
        let text = "This is the last administrator. Make somebody else one first.";
        return Err(Fault::new(FaultCode::Conflict, text).into());
    }
    Ok(())
}

/// Returns all courses of the site, which admins see.
async fn every_course(tx: &mut Tx) -> Result<Vec<CourseId>, Error> {
    let mut courses = Vec::new();
    let mut last = CourseId(Uuid::nil());
    loop {
        let page = store::courses::list_ids(tx, last).await?;
        let Some(next) = page.last() else { return Ok(courses) };
        last = *next;
        courses.extend(page);
    }
}

/// Whether a transaction met another one and may simply be run again.
fn gave_way(outcome: &Result<(), Error>) -> bool {
    matches!(outcome, Err(Error::Store(error)) if error.may_retry())
}

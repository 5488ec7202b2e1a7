//! `lyceum user …`.

use std::io::Read;

use protocol::fault::{Fault, FaultCode, FieldCode, FieldFault};
use protocol::id::UserId;
use protocol::limits::PASSWORD_CHARS_MAX;
use protocol::user::AccountRole;
use service::Service;
use service::accounts::{Account, Accounts, By};
use service::auth::{AddUser, SignUp};
use service::error::Error;

use super::say;
use crate::cli::{User, UserAdd, UserLogin, UserResetPassword, UserSetRole};
use crate::config::Config;
use crate::database;
use crate::refused::Refused;

/// Bytes read from standard input: the longest password and its line end, with room to notice more.
const PASSWORD_BYTES_MAX: u64 = 4 * PASSWORD_CHARS_MAX as u64 + 16;

/// Does what one of the account commands asks.
pub(super) async fn run(config: &Config, command: User) -> Result<(), Refused> {
    match command {
        User::Add(flags) => add(config, flags).await,
        User::List => list(config).await,
        User::SetRole(UserSetRole { account, role }) => {
            let done = format!("is {} now", AccountRole::from(role));
            change(config, &account, &done, async |accounts, id| {
                accounts.set_role(By::Operator, id, role.into()).await
            })
            .await
        }
        User::ResetPassword(UserResetPassword { account, .. }) => {
            let password = read_password()?;
            change(config, &account, "has another password", async |accounts, id| {
                accounts.reset_password(By::Operator, id, &password).await
            })
            .await
        }
        User::Deactivate(account) => {
            change(config, &account, "is deactivated", async |accounts, id| {
                accounts.deactivate(By::Operator, id).await
            })
            .await
        }
        User::Reactivate(account) => {
            change(config, &account, "is active", async |accounts, id| {
                accounts.reactivate(By::Operator, id).await
            })
            .await
        }
    }
}

/// Makes an account.
async fn add(config: &Config, flags: UserAdd) -> Result<(), Refused> {
    let password = read_password()?;
    database::prepare_folder(&config.data_dir)?;
    let service = database::open(config, config.product.clone()).await?;
    let account = SignUp { login: flags.login, display_name: flags.name, password };
    let added = service.auth().add_user(AddUser { account, role: flags.role.into() }).await;
    service.close().await;
    let user_id = added.map_err(|error| match error {
        Error::Fault(fault) => refused(&fault, config.product.password_length_min),
        other => Refused::broken("the account cannot be made", &other),
    })?;
    say(format_args!("added {user_id}"));
    Ok(())
}

/// Prints a line for each account.
async fn list(config: &Config) -> Result<(), Refused> {
    let service = database::open_existing(config).await?;
    let listed = print_all(&service).await;
    service.close().await;
    listed.map_err(|error| Refused::broken("the accounts cannot be listed", &error))
}

async fn print_all(service: &Service) -> Result<(), Error> {
    let mut after = None::<String>;
    loop {
        let page = service.accounts().list(after.as_deref()).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.login.clone());
        for account in page {
            let Account { login, display_name, role, deactivated_at, .. } = account;
            let state = if deactivated_at.is_some() { "deactivated" } else { "active" };
            say(format_args!("{login:<24} {:<6} {state:<12} {display_name}", role.as_str()));
        }
    }
}

/// Changes the account with this login and says what it is now.
async fn change(
    config: &Config,
    account: &UserLogin,
    done: &str,
    work: impl AsyncFnOnce(Accounts<'_>, UserId) -> Result<(), Error>,
) -> Result<(), Refused> {
    let service = database::open_existing(config).await?;
    let changed = async {
        let found = service.accounts().find(&account.login).await?;
        work(service.accounts(), found.id).await?;
        Ok(found.login)
    };
    let changed = changed.await;
    service.close().await;
    let login = changed.map_err(|error| match error {
        Error::Fault(fault) if fault.code == FaultCode::NotFound => Refused::new(format!(
            "no account has the login `{}`: `lyceum user list` shows those that there are",
            account.login
        )),
        Error::Fault(fault) => refused(&fault, config.product.password_length_min),
        other => Refused::broken("the account cannot be changed", &other),
    })?;
    say(format_args!("{login} {done}"));
    Ok(())
}

/// Returns what is wrong; a flag that can never be right is a matter of usage.
fn refused(fault: &Fault, password_chars_min: usize) -> Refused {
    let text = sentence(fault, password_chars_min);
    let first = fault.fields.first();
    let is_usage =
        first.is_some_and(|first| first.field != "password" && first.code != FieldCode::Taken);
    if is_usage { Refused::usage(text) } else { Refused::new(text) }
}

fn read_password() -> Result<String, Refused> {
    let mut text = String::new();
    std::io::stdin()
        .take(PASSWORD_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|error| Refused::broken("the password cannot be read", &error))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Returns what is wrong with a flag and what to do about it.
pub(super) fn sentence(fault: &Fault, password_chars_min: usize) -> String {
    let Some(FieldFault { field, code, limit }) = fault.fields.first() else {
        return fault.detail.clone();
    };
    let flag = match field.as_str() {
        "login" => "--login",
        "display_name" => "--name",
        "code" => "--code",
        "title" => "--title",
        "term" => "--term",
        "slug" => "--slug",
        "instructor" => "--instructor",
        _ => "the password",
    };
    let limit = limit.map_or(password_chars_min, |limit| limit as usize);
    match code {
        FieldCode::Empty => format!("{flag} is empty: give one"),
        FieldCode::TooShort => format!("{flag} is too short: use at least {limit} characters"),
        FieldCode::TooLong => format!("{flag} is too long: use at most {limit} characters"),
        FieldCode::BadCharacters if flag == "--login" => format!(
            "{flag} has characters that cannot be used: use a to z, digits, `.`, `_`, `-`, beginning with a letter \
             or digit"
        ),
        FieldCode::BadCharacters if flag == "--slug" => format!(
            "{flag} has characters that cannot be used: use a to z, digits and `-`, with a letter or digit at both \
             ends"
        ),
        FieldCode::BadCharacters => {
            format!("{flag} has characters that cannot be seen: write it as people read it")
        }
        FieldCode::Taken => format!("{flag} is taken: choose another"),
        FieldCode::Common => format!("{flag} is among the first ones people guess: choose another"),
        FieldCode::LastOwner | FieldCode::TooMany => {
            format!("{flag} cannot be had as things stand")
        }
        FieldCode::Wrong if flag == "--instructor" => {
            format!(
                "nobody has the login of {flag}: make the account first, or check how it is written"
            )
        }
        FieldCode::LastInstructor => fault.detail.clone(),
        FieldCode::Wrong => format!("{flag} is not the value that is needed"),
    }
}

//! `lyceum user …`.

use std::io::Read;

use protocol::fault::{Fault, FieldCode, FieldFault};
use protocol::limits::PASSWORD_CHARS_MAX;
use service::auth::{AddUser, SignUp};
use service::error::Error;

use super::say;
use crate::cli::UserAdd;
use crate::config::Config;
use crate::database;
use crate::refused::Refused;

/// Bytes read from standard input: the longest password and its line end, with room to notice more.
const PASSWORD_BYTES_MAX: u64 = 4 * PASSWORD_CHARS_MAX as u64 + 16;

/// Makes an account.
pub(super) async fn add(config: &Config, flags: UserAdd) -> Result<(), Refused> {
    let password = read_password()?;
    database::prepare_folder(&config.data_dir)?;
    let service = database::open(config, config.product.clone()).await?;
    let account = SignUp { login: flags.login, display_name: flags.name, password };
    let added = service.auth().add_user(AddUser { account, role: flags.role.into() }).await;
    service.close().await;
    let user_id = added.map_err(|error| match error {
        Error::Fault(fault) => Refused::new(sentence(&fault, config.product.password_length_min)),
        other => Refused::broken("the account cannot be made", &other),
    })?;
    say(format_args!("added {user_id}"));
    Ok(())
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

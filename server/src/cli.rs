//! The command line. What a flag means is in [`crate::config`]; here is only how it is written.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use protocol::user::AccountRole;

/// Course chat for universities.
#[derive(Debug, Parser)]
#[command(name = "lyceum", version, about)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Debug, Default, Args)]
pub struct Global {
    /// Folder for the database and files [default: ./data]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<String>,
    /// sqlite://… or postgres://… [default: lyceum.db in the data folder]
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Settings file [default: lyceum.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site
    Serve(Serve),
    /// Bring the database to this version
    Migrate,
    /// Manage accounts
    #[command(subcommand)]
    User(User),
    /// Manage courses
    #[command(subcommand)]
    Course(Course),
    /// Check the configuration, the data folder and the database
    Doctor,
}

/// Flags of `serve`.
#[derive(Debug, Default, Args)]
pub struct Serve {
    /// Address and port; port 0 takes a free one [default: 127.0.0.1:3000]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// The address people type, where a proxy ends TLS
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Who may make an account: open, invite or closed [default: open]
    #[arg(long, value_name = "WHO")]
    pub registration: Option<String>,
    /// Networks whose `X-Forwarded-For` is believed, with commas between them
    #[arg(long, value_name = "CIDR,…")]
    pub trusted_proxies: Option<String>,
    /// Fill an empty data folder with a course, people and messages
    #[arg(long, action = ArgAction::SetTrue)]
    pub demo: bool,
}

/// Account commands.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account
    Add(UserAdd),
    /// List the accounts: login, role, state, name
    List,
    /// Change what an account may do on the whole site; its sessions end
    SetRole(UserSetRole),
    /// Give an account another password; its sessions end
    ResetPassword(UserResetPassword),
    /// Close an account: its sessions end, and nobody can use it
    Deactivate(UserLogin),
    /// Open a closed account again
    Reactivate(UserLogin),
}

/// Which account is meant.
#[derive(Debug, Args)]
pub struct UserLogin {
    /// What the person signs in with
    #[arg(long)]
    pub login: String,
}

/// Flags of `user set-role`.
#[derive(Debug, Args)]
pub struct UserSetRole {
    /// Which account.
    #[command(flatten)]
    pub account: UserLogin,
    /// What the account may do on the whole site
    #[arg(long, value_enum)]
    pub role: Role,
}

/// Flags of `user reset-password`.
#[derive(Debug, Args)]
pub struct UserResetPassword {
    /// Which account.
    #[command(flatten)]
    pub account: UserLogin,
    /// Read the password from standard input
    #[arg(long, action = ArgAction::SetTrue, required = true)]
    pub password_stdin: bool,
}

/// Flags of `user add`.
#[derive(Debug, Args)]
pub struct UserAdd {
    /// What the person signs in with
    #[arg(long)]
    pub login: String,
    /// What the person is called
    #[arg(long)]
    pub name: String,
    /// What the account may do on the whole site
    #[arg(long, value_enum, default_value = "user")]
    pub role: Role,
    /// Read the password from standard input
    #[arg(long, action = ArgAction::SetTrue, required = true)]
    pub password_stdin: bool,
}

/// Course commands.
#[derive(Debug, Subcommand)]
pub enum Course {
    /// List the courses, one a line, with tabs between slug, open or closed, people, code, title and term
    List,
    /// Make a course with its first channels
    Create(CourseCreate),
}

/// Flags of `course create`.
#[derive(Debug, Args)]
pub struct CourseCreate {
    /// Short code, such as `CS 214`
    #[arg(long)]
    pub code: String,
    /// Full title
    #[arg(long)]
    pub title: String,
    /// Term, such as `Autumn 2026`
    #[arg(long, default_value = "")]
    pub term: String,
    /// Unique part of its address [default: from code and term, such as cs214-2026f]
    #[arg(long)]
    pub slug: Option<String>,
    /// Enrol every account that is made from now on
    #[arg(long, action = ArgAction::SetTrue)]
    pub open: bool,
    /// Login of its first instructor
    #[arg(long, value_name = "LOGIN")]
    pub instructor: Option<String>,
}

/// Account roles that can be given on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Role {
    /// Oversees everything.
    Admin,
    /// Takes part where enrolled.
    User,
}

impl From<Role> for AccountRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Admin => Self::Admin,
            Role::User => Self::User,
        }
    }
}

impl Global {
    /// Returns the settings that were given, by key.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        given([("data_dir", &self.data_dir), ("database_url", &self.database_url)])
    }
}

impl Serve {
    /// Returns the settings that were given, by key.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = given([
            ("listen", &self.listen),
            ("base_url", &self.base_url),
            ("registration", &self.registration),
            ("trusted_proxies", &self.trusted_proxies),
        ]);
        if self.demo {
            settings.push(("demo", "true".to_owned()));
        }
        settings
    }
}

fn given<const N: usize>(
    flags: [(&'static str, &Option<String>); N],
) -> Vec<(&'static str, String)> {
    let present = |(key, value): (&'static str, &Option<String>)| value.clone().map(|v| (key, v));
    flags.into_iter().filter_map(present).collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn global_flags_may_stand_after_the_command() {
        let cli = Cli::parse_from(["lyceum", "migrate", "--data-dir", "elsewhere"]);
        assert_eq!(cli.global.settings(), [("data_dir", "elsewhere".to_owned())]);
    }
}

//! The process's settings: flag, else `LYCEUM_*`, else `lyceum.toml`, else the default. Whatever
//! is wrong stops the start with one sentence that names the key and the fix.

mod base_url;
mod setting;
mod sources;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use protocol::limits::PASSWORD_CHARS_MAX;
use service::config::{Options, Rates, Registration};

use crate::refused::Refused;

pub use base_url::BaseUrl;
use setting::Settings;

/// The settings in force.
#[derive(Clone, Debug)]
pub struct Config {
    /// Folder for the database and files.
    pub data_dir: PathBuf,
    /// Where the data is.
    pub database_url: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address people type, where it is not that of `listen`.
    pub base_url: Option<BaseUrl>,
    /// Networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether to fill an empty data folder with demonstration content.
    pub is_demo: bool,
    /// Whether pages can be asked for in the pseudo-locale: for those who look at them, not for people.
    pub has_pseudo_locale: bool,
    /// Choices about the product itself.
    pub product: Options,
}

impl Config {
    /// Reads the settings; `flags` are those of the command line.
    pub fn load(file: Option<&Path>, flags: &[(&'static str, String)]) -> Result<Self, Refused> {
        let mut settings = Settings::new(sources::collect(file, flags)?);
        let config = Self::from_settings(&mut settings)?;
        settings.refuse_unknown()?;
        config.refuse_plain_http_for_others().map_err(|sentence| {
            let is_flag = flags.iter().any(|(key, _)| *key == "listen");
            if is_flag { Refused::usage(sentence) } else { Refused::new(sentence) }
        })?;
        Ok(config)
    }

    fn from_settings(settings: &mut Settings) -> Result<Self, Refused> {
        let data_dir = settings.parsed("data_dir", DATA_DIR_HELP, folder)?;
        let data_dir = data_dir.unwrap_or_else(|| "data".into());
        let database_url = settings.parsed("database_url", DATABASE_URL_HELP, database_url)?;
        Ok(Self {
            database_url: database_url
                .unwrap_or_else(|| format!("sqlite://{}", data_dir.join("lyceum.db").display())),
            data_dir,
            listen: settings
                .parsed("listen", "give an address and a port, such as 127.0.0.1:3000", |text| {
                    text.parse().ok()
                })?
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 3000))),
            base_url: settings.parsed("base_url", BASE_URL_HELP, BaseUrl::parse)?,
            trusted_proxies: settings
                .parsed("trusted_proxies", "give networks such as 10.0.0.0/8", networks)?
                .unwrap_or_default(),
            is_demo: settings.parsed("demo", "give true or false", truth)?.unwrap_or_default(),
            has_pseudo_locale: settings
                .parsed("pseudo_locale", "give true or false", truth)?
                .unwrap_or_default(),
            product: product(settings)?,
        })
    }

    /// The session cookie would be lost: it is `Secure` wherever others can reach the server.
    fn refuse_plain_http_for_others(&self) -> Result<(), String> {
        let is_https = self.base_url.as_ref().is_some_and(BaseUrl::is_https);
        if self.listen.ip().is_loopback() || is_https {
            return Ok(());
        }
        Err(format!(
            "`listen` is {}, which others can reach without TLS: put a proxy that ends TLS in \
             front and set `base_url` to its https:// address, or listen on 127.0.0.1",
            self.listen
        ))
    }
}

const DATA_DIR_HELP: &str = "give a folder, or leave it out for ./data";
const DATABASE_URL_HELP: &str = "give sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE";
const BASE_URL_HELP: &str =
    "give an https:// address without a path, such as https://chat.example.edu";

fn folder(text: &str) -> Option<PathBuf> {
    (!text.is_empty()).then(|| text.into())
}

fn database_url(text: &str) -> Option<String> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    known.iter().any(|scheme| text.starts_with(scheme)).then(|| text.to_owned())
}

fn networks(text: &str) -> Option<Vec<IpNet>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(network).collect()
}

fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse().ok().map(|address: std::net::IpAddr| address.into()))
}

fn product(settings: &mut Settings) -> Result<Options, Refused> {
    let defaults = Options::default();
    Ok(Options {
        registration: settings
            .parsed("registration", "give open, invite or closed", registration)?
            .unwrap_or(defaults.registration),
        password_length_min: settings
            .parsed("password_length_min", "give a number from 8 to 128", password_length)?
            .unwrap_or(defaults.password_length_min),
        hash_parallelism: settings
            .parsed("hash_parallelism", "give a number from 1 to 64", |text| within(text, 1, 64))?
            .unwrap_or(defaults.hash_parallelism),
        hash_queue: settings
            .parsed("hash_queue", "give a number from 1 to 10000", |text| within(text, 1, 10_000))?
            .unwrap_or(defaults.hash_queue),
        rate: rates(settings, defaults.rate)?,
    })
}

fn rates(settings: &mut Settings, defaults: Rates) -> Result<Rates, Refused> {
    let mut rate = |key, default| {
        let value = settings
            .parsed(key, "give a whole number, 0 for no limit", |text| text.parse::<u32>().ok())?;
        Ok(value.unwrap_or(default))
    };
    Ok(Rates {
        posts_per_5_seconds: rate("rate.posts_per_5_seconds", defaults.posts_per_5_seconds)?,
        posts_per_minute: rate("rate.posts_per_minute", defaults.posts_per_minute)?,
        sign_in_failures: rate("rate.sign_in_failures", defaults.sign_in_failures)?,
    })
}

fn registration(text: &str) -> Option<Registration> {
    match text {
        "open" => Some(Registration::Open),
        "invite" => Some(Registration::Invite),
        "closed" => Some(Registration::Closed),
        _ => None,
    }
}

fn password_length(text: &str) -> Option<usize> {
    within(text, 8, PASSWORD_CHARS_MAX)
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn within(text: &str, min: usize, max: usize) -> Option<usize> {
    text.parse().ok().filter(|number| (min..=max).contains(number))
}

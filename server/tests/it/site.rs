//! A running server on a database of its own, and short ways to fill it.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use protocol::cursor::{Seq, Subject};
use protocol::id::{ChannelId, ClientMessageId, CourseId};
use protocol::message::Message;
use protocol::user::AccountRole;
use server::Server;
use server::config::{BaseUrl, Config};
use service::Service;
use service::actor::{Actor, ClientInfo};
use service::auth::{AddUser, SignIn, SignUp};
use service::clock::Clock;
use service::messages::Draft;
use tempfile::TempDir;
use tokio::runtime::Handle;
use uuid::Uuid;

/// Good enough for every account here.
pub(crate) const PASSWORD: &str = "a long enough phrase";

static COUNTER: AtomicU64 = AtomicU64::new(1);

/// A running server.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    pub(crate) service: Service,
    pub(crate) database_url: String,
    folder: Arc<TempDir>,
}

/// Somebody signed in.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) actor: Actor,
    pub(crate) token: String,
}

/// Starts a server that somebody else stops.
pub(crate) async fn start(database_url: String, folder: TempDir) -> (Server, Site) {
    let config = config(&database_url, &folder);
    start_with(config, database_url, folder).await
}

async fn start_with(config: Config, database_url: String, folder: TempDir) -> (Server, Site) {
    let service = open_service(&config).await;
    let listener = Server::listen(&config).await.unwrap();
    let server = Server::start(&config, service.clone(), listener).unwrap();
    let address = server.address();
    (server, Site { address, service, database_url, folder: Arc::new(folder) })
}

/// Starts a server on SQLite behind a proxy that ends TLS; the test stops it.
pub(crate) async fn start_behind_tls() -> (Server, Site) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("lyceum.db").display());
    let config =
        Config { base_url: BaseUrl::parse("https://chat.example.edu"), ..config(&url, &folder) };
    start_with(config, url, folder).await
}

/// Starts a server on SQLite that the test stops.
pub(crate) async fn start_on_sqlite() -> (Server, Site) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("lyceum.db").display());
    start(url, folder).await
}

fn config(database_url: &str, folder: &TempDir) -> Config {
    let flags = [
        ("data_dir", folder.path().display().to_string()),
        ("database_url", database_url.to_owned()),
        ("listen", "127.0.0.1:0".to_owned()),
        ("rate.posts_per_5_seconds", "0".to_owned()),
        ("rate.posts_per_minute", "0".to_owned()),
    ];
    Config::load(None, &flags).unwrap()
}

async fn open_service(config: &Config) -> Service {
    let store = store::Store::open(&config.database_url).await.unwrap();
    store.migrate().await.unwrap();
    Service::open(store, config.product.clone(), Clock::System).await.unwrap()
}

fn number() -> u64 {
    COUNTER.fetch_add(1, Ordering::Relaxed)
}

impl Site {
    /// Runs a test against a server on this database.
    pub(crate) async fn run<F: Future<Output = ()>>(url: String, test: impl FnOnce(Self) -> F) {
        let (server, site) = start(url, tempfile::tempdir().unwrap()).await;
        test(site).await;
        server.stop().await;
    }

    /// Returns the origin of the site's pages.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Makes an account and signs it in.
    pub(crate) async fn person(&self, login: &str) -> Person {
        self.account(login, AccountRole::User).await
    }

    /// Makes an administrator, who teaches the Commons.
    pub(crate) async fn admin(&self, login: &str) -> Person {
        self.account(login, AccountRole::Admin).await
    }

    async fn account(&self, login: &str, role: AccountRole) -> Person {
        let account = SignUp {
            login: login.to_owned(),
            display_name: format!("The {login}"),
            password: PASSWORD.to_owned(),
        };
        self.service.auth().add_user(AddUser { account, role }).await.unwrap();
        self.sign_in(login).await
    }

    /// Begins another session of an account.
    pub(crate) async fn sign_in(&self, login: &str) -> Person {
        let form = SignIn { login: login.to_owned(), password: PASSWORD.to_owned() };
        let session = self.service.auth().sign_in(form, &client_info()).await.unwrap();
        Person { actor: session.actor, token: session.token }
    }

    /// Asks the server as a browser with this session's cookie would; returns the answer's status.
    pub(crate) async fn status(&self, token: &str) -> u16 {
        let request = reqwest::Client::new().post(format!("{}/fn/load_sessions", self.origin()));
        let request = request.header("cookie", format!("lyceum={token}"));
        let request = request.header("content-type", "application/json").body("{}");
        request.header("origin", self.origin()).send().await.unwrap().status().as_u16()
    }

    /// Returns the only course and the ids of its channels by name.
    pub(crate) async fn commons(
        &self,
        person: &Person,
    ) -> (CourseId, impl Fn(&str) -> ChannelId + use<>) {
        let courses = self.service.courses().list(&person.actor).await.unwrap();
        let slug = &courses[0].slug;
        let snapshot = self.service.courses().snapshot(&person.actor, slug).await.unwrap();
        let channels = snapshot.channels;
        let find = move |name: &str| {
            channels.iter().find(|entry| entry.channel.name == name).unwrap().channel.id
        };
        (courses[0].id, find)
    }

    /// Returns `#general`.
    pub(crate) async fn general(&self, person: &Person) -> ChannelId {
        self.commons(person).await.1("general")
    }

    /// Posts a message.
    pub(crate) async fn post(&self, person: &Person, channel_id: ChannelId, body: &str) -> Message {
        post(&self.service, person, channel_id, body).await
    }

    /// Posts numbered messages, many at a time; returns when all are committed.
    pub(crate) async fn post_many(
        &self,
        person: &Person,
        channel_id: ChannelId,
        count: usize,
        body: &str,
    ) {
        let mut posting = tokio::task::JoinSet::new();
        for number in 0..count {
            let (site, person) = (self.clone(), person.clone());
            let body = format!("{number} {body}");
            posting.spawn(async move { site.post(&person, channel_id, &body).await });
            if posting.len() >= 32 {
                posting.join_next().await.unwrap().unwrap();
            }
        }
        posting.join_all().await;
    }

    /// Returns the head of a channel's stream.
    pub(crate) async fn head(&self, channel: ChannelId) -> Seq {
        let heads = self.service.live().heads(&[Subject::Channel(channel)]).await.unwrap();
        heads.first().map_or(Seq(0), |(_, head)| *head)
    }

    /// Opens the product on the same database, as another process would.
    pub(crate) fn elsewhere(&self) -> Service {
        let config = config(&self.database_url, &self.folder);
        tokio::task::block_in_place(|| Handle::current().block_on(open_service(&config)))
    }

    /// Runs a statement that no operation offers yet.
    pub(crate) async fn sql(&self, statement: &'static str) {
        store::testing::execute(&self.database_url, statement).await;
    }
}

/// Returns where every request here comes from.
pub(crate) fn client_info() -> ClientInfo {
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    ClientInfo { address, user_agent: "test".to_owned() }
}

/// Posts a message through a service.
pub(crate) async fn post(
    service: &Service,
    person: &Person,
    channel_id: ChannelId,
    body: &str,
) -> Message {
    let draft = draft(channel_id, body);
    service.messages().post(&person.actor, draft).await.unwrap().into_message()
}

/// Returns a draft with a fresh key.
pub(crate) fn draft(channel_id: ChannelId, body: &str) -> Draft {
    let key = u128::from(std::process::id()) << 64 | u128::from(number());
    let client_message_id = ClientMessageId(Uuid::from_u128(key));
    Draft { channel_id, body: body.to_owned(), client_message_id }
}

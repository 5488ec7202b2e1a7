//! A product on a database of its own, a clock that stands still, and short ways to fill it.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr};

use protocol::channel::{Channel, ChannelKind};
use protocol::fault::Fault;
use protocol::id::{ChannelId, ClientMessageId};
use protocol::message::Message;
use protocol::snapshot::{ChannelSnapshot, CourseSnapshot};
use protocol::time::Timestamp;
use protocol::user::AccountRole;
use service::auth::{AddUser, SignIn, SignUp};
use service::channels::{NewChannel, OpenedChannel};
use service::clock::Clock;
use service::config::{Options, Rates};
use service::messages::Draft;
use service::{Actor, ClientInfo, Error, Service};
use store::Store;

/// Good enough for every account here.
pub(crate) const PASSWORD: &str = "a long enough phrase";

/// When it is, at first.
const START: Timestamp = Timestamp(1_790_000_000_000);

/// A product and its clock.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) service: Service,
    pub(crate) clock: Clock,
    url: String,
}

impl World {
    /// Runs a test on a fresh database without posting limits.
    pub(crate) async fn run<F: Future<Output = ()>>(url: String, test: impl FnOnce(Self) -> F) {
        let rate = Rates { posts_per_5_seconds: 0, posts_per_minute: 0, ..Rates::default() };
        let world = Self::open(&url, Options { rate, ..Options::default() }).await;
        test(world.clone()).await;
        world.service.close().await;
    }

    /// Opens a product with these options.
    pub(crate) async fn open(url: &str, options: Options) -> Self {
        let store = Store::open(url).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Clock::manual(START);
        let service = Service::open(store, options, clock.clone()).await.unwrap();
        Self { service, clock, url: url.to_owned() }
    }

    /// Opens the product on the same database, as another process would.
    pub(crate) async fn elsewhere(&self) -> Self {
        Self::open(&self.url, Options::default()).await
    }

    /// Makes an account and signs it in.
    pub(crate) async fn person(&self, login: &str, role: AccountRole) -> Actor {
        let account = account(login);
        self.service.auth().add_user(AddUser { account, role }).await.unwrap();
        self.sign_in(login).await
    }

    /// Makes a student.
    pub(crate) async fn student(&self, login: &str) -> Actor {
        self.person(login, AccountRole::User).await
    }

    /// Makes an administrator, who teaches the Commons.
    pub(crate) async fn admin(&self) -> Actor {
        self.person("admin", AccountRole::Admin).await
    }

    /// Begins another session.
    pub(crate) async fn sign_in(&self, login: &str) -> Actor {
        let form = SignIn { login: login.to_owned(), password: PASSWORD.to_owned() };
        self.service.auth().sign_in(form, &client()).await.unwrap().actor
    }

    /// Returns the Commons as somebody sees them.
    pub(crate) async fn commons(&self, actor: &Actor) -> CourseSnapshot {
        self.service.courses().snapshot(actor, "commons").await.unwrap()
    }

    /// Returns one of the channels of the Commons.
    pub(crate) async fn channel(&self, actor: &Actor, name: &str) -> Channel {
        let commons = self.commons(actor).await;
        let entry = commons.channels.into_iter().find(|entry| entry.channel.name == name);
        entry.unwrap().channel
    }

    /// Opens a channel of the Commons.
    pub(crate) async fn open_channel(&self, actor: &Actor, name: &str) -> ChannelSnapshot {
        match self.service.channels().open(actor, "commons", name, None).await.unwrap() {
            OpenedChannel::Here(snapshot) => *snapshot,
            OpenedChannel::Moved { name } => panic!("moved to {name}"),
        }
    }

    /// Posts under a fresh key.
    pub(crate) async fn post(&self, actor: &Actor, channel_id: ChannelId, body: &str) -> Message {
        let draft = self.draft(channel_id, body);
        self.service.messages().post(actor, draft).await.unwrap().into_message()
    }

    /// Returns a draft with a fresh key.
    pub(crate) fn draft(&self, channel_id: ChannelId, body: &str) -> Draft {
        let client_message_id = ClientMessageId(self.clock.new_id());
        Draft { channel_id, body: body.to_owned(), client_message_id }
    }
}

/// Returns what somebody with this login types.
pub(crate) fn account(login: &str) -> SignUp {
    SignUp {
        login: login.to_owned(),
        display_name: format!("The {login}"),
        password: PASSWORD.to_owned(),
    }
}

/// Returns a form for a public channel.
pub(crate) fn new_channel(name: &str) -> NewChannel {
    NewChannel {
        name: name.to_owned(),
        description: "For the tests.".to_owned(),
        kind: ChannelKind::Public,
    }
}

/// Returns where every request here comes from.
pub(crate) fn client() -> ClientInfo {
    ClientInfo { address: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: "test".to_owned() }
}

/// Returns the refusal.
pub(crate) fn fault<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Fault {
    match outcome {
        Err(Error::Fault(fault)) => fault,
        other => panic!("not refused: {other:?}"),
    }
}

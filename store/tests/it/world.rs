//! A migrated database of its own for each test, and short ways to fill it.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};

use protocol::channel::ChannelKind;
use protocol::cursor::{Seq, Subject};
use protocol::id::{ChannelId, ClientMessageId, CourseId, MessageId, UserId};
use protocol::time::Timestamp;
use protocol::user::{AccountRole, CourseRole};
use store::channels::NewChannel;
use store::courses::NewCourse;
use store::messages::NewMessage;
use store::users::NewUser;
use store::{Error, Store};
use uuid::Uuid;

/// When nothing else matters.
pub(crate) const NOW: Timestamp = Timestamp(1_000_000);

static COUNTER: AtomicU64 = AtomicU64::new(1);

/// A database and where it is.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) url: String,
}

/// Runs a test on SQLite only.
pub(crate) async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(
    test: impl FnOnce(World) -> F + Send + 'static,
) {
    store::testing::on_sqlite(|url| World::run(url, test)).await;
}

/// Runs a test on PostgreSQL only.
pub(crate) async fn on_postgres<F: Future<Output = ()> + Send + 'static>(
    test: impl FnOnce(World) -> F + Send + 'static,
) {
    store::testing::on_postgres(|url| World::run(url, test)).await;
}

/// Returns a number that nobody else in this process got.
pub(crate) fn number() -> u64 {
    COUNTER.fetch_add(1, Ordering::Relaxed)
}

/// Returns an id that nobody else in this process got, later than the ones before.
pub(crate) fn id() -> Uuid {
    Uuid::from_u128(u128::from(number()))
}

impl World {
    /// Runs a test on a fresh database, migrated.
    pub(crate) async fn run<F: Future<Output = ()>>(url: String, test: impl FnOnce(Self) -> F) {
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        test(Self { store: store.clone(), url }).await;
        store.close().await;
    }

    /// Adds an account.
    pub(crate) async fn user(&self, login: &str) -> UserId {
        let user = new_user(login);
        self.store.write(async |tx| store::users::insert(tx, &user).await).await.unwrap();
        user.id
    }

    /// Adds a course.
    pub(crate) async fn course(&self, slug: &str) -> CourseId {
        let course = new_course(slug);
        self.store.write(async |tx| store::courses::insert(tx, &course).await).await.unwrap();
        course.id
    }

    /// Adds an account that is enrolled since [`NOW`].
    pub(crate) async fn enrolled(&self, login: &str, course: CourseId, role: CourseRole) -> UserId {
        let user = self.user(login).await;
        let enroll = async |tx: &mut store::Tx| {
            store::enrollments::insert(tx, course, user, role, NOW).await
        };
        assert!(self.store.write(enroll).await.unwrap());
        user
    }

    /// Adds a channel.
    pub(crate) async fn channel(
        &self,
        course: CourseId,
        name: &str,
        kind: ChannelKind,
    ) -> ChannelId {
        let channel = new_channel(course, name, kind);
        self.store.write(async |tx| store::channels::insert(tx, &channel).await).await.unwrap();
        channel.id
    }

    /// Posts a message at [`NOW`].
    pub(crate) async fn post(
        &self,
        channel: ChannelId,
        author: UserId,
        body: &str,
    ) -> (MessageId, Seq) {
        self.post_at(channel, author, body, NOW).await
    }

    /// Posts a message as the service would, without its event.
    pub(crate) async fn post_at(
        &self,
        channel: ChannelId,
        author: UserId,
        body: &str,
        at: Timestamp,
    ) -> (MessageId, Seq) {
        let mut message = new_message(channel, author, body, at);
        let posting = self.store.write(async |tx| {
            message.position = store::events::advance(tx, &Subject::Channel(channel)).await?;
            store::messages::insert(tx, &message).await?;
            store::channels::count_posted(tx, channel, message.position).await?;
            Ok::<_, Error>(message.position)
        });
        let position = posting.await.unwrap();
        (message.id, position)
    }
}

/// Returns an account that is in no database yet.
pub(crate) fn new_user(login: &str) -> NewUser {
    NewUser {
        id: UserId(id()),
        login: login.to_owned(),
        display_name: format!("The {login}"),
        role: AccountRole::User,
        password_hash: None,
        created_at: NOW,
    }
}

/// Returns a course that is in no database yet.
pub(crate) fn new_course(slug: &str) -> NewCourse {
    NewCourse {
        id: CourseId(id()),
        slug: slug.to_owned(),
        code: "CS 1".into(),
        title: format!("On {slug}"),
        term: String::new(),
        is_open: false,
        created_at: NOW,
    }
}

/// Returns a channel that is in no database yet.
pub(crate) fn new_channel(course: CourseId, name: &str, kind: ChannelKind) -> NewChannel {
    NewChannel {
        id: ChannelId(id()),
        course_id: Some(course),
        name: name.to_owned(),
        name_key: name.to_lowercase(),
        description: String::new(),
        kind,
        created_by: None,
        created_at: NOW,
    }
}

/// Returns a message that is in no database yet.
pub(crate) fn new_message(
    channel: ChannelId,
    author: UserId,
    body: &str,
    at: Timestamp,
) -> NewMessage {
    NewMessage {
        id: MessageId(id()),
        channel_id: channel,
        position: Seq(0),
        author_id: author,
        client_message_id: ClientMessageId(id()),
        draft_digest: [7; 32],
        body: body.to_owned(),
        html: format!("<p>{body}</p>"),
        renderer: 1,
        created_at: at,
        thread_root_id: None,
    }
}

//! The site under observation: one database, a process that comes and goes, the people in it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::sync::{Mutex, watch};
use tokio::time::timeout;

use crate::arguments::Arguments;
use crate::caller::{Caller, Person, cookie_of};
use crate::id::Id;
use crate::process::{Launch, Process};

/// The password of the demonstration's accounts, and of all others here.
pub(crate) const PASSWORD: &str = "lyceum-demo-2026";
/// The demonstration's administrator, who teaches every course.
pub(crate) const ADMIN: &str = "ihallstrom";
/// The course of every account.
pub(crate) const COMMONS: &str = "commons";

/// A site.
pub(crate) struct Site {
    pub(crate) launch: Launch,
    process: Mutex<Option<Process>>,
    address: watch::Sender<Option<SocketAddr>>,
    names: AtomicU32,
}

impl Site {
    /// Starts a site with the demonstration in it.
    pub(crate) async fn start(arguments: &Arguments) -> Result<Arc<Self>> {
        let folder = format!("lyceum-observe-{}", std::process::id());
        let folder: PathBuf = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&folder)?;
        let launch = Launch {
            binary: arguments.binary.clone(),
            folder,
            database_url: arguments.database_url.clone(),
            is_breakable: false,
            flags: vec!["--demo".to_owned()],
        };
        let mut site = Self {
            launch,
            process: Mutex::default(),
            address: watch::Sender::new(None),
            names: AtomicU32::new(0),
        };
        site.up().await?;
        site.launch.flags.clear();
        site.launch.is_breakable = true;
        Ok(Arc::new(site))
    }

    /// Ends the process and removes what it stored.
    pub(crate) async fn remove(&self) -> Result<()> {
        self.down().await?;
        Ok(std::fs::remove_dir_all(&self.launch.folder)?)
    }

    /// Starts the process and returns how long it took to be ready.
    pub(crate) async fn up(&self) -> Result<Duration> {
        self.up_as(&self.launch).await
    }

    /// Starts the process in another way than usual.
    pub(crate) async fn up_as(&self, launch: &Launch) -> Result<Duration> {
        let process = launch.start().await?;
        let took = process.started_in;
        self.address.send_replace(Some(process.address));
        *self.process.lock().await = Some(process);
        Ok(took)
    }

    /// `kill -9`.
    pub(crate) async fn kill(&self) -> Result<()> {
        self.take().await?.kill().await
    }

    /// SIGTERM; returns whether it ended well, and after which time.
    pub(crate) async fn terminate(&self) -> Result<(bool, Duration)> {
        let (status, took) = self.take().await?.terminate().await?;
        Ok((status.success(), took))
    }

    async fn down(&self) -> Result<()> {
        self.terminate().await.map(drop)
    }

    async fn take(&self) -> Result<Process> {
        let process = self.process.lock().await.take().context("the server is not running")?;
        self.address.send_replace(None);
        Ok(process)
    }

    /// Returns where the server listens while it runs.
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        *self.address.borrow()
    }

    /// Returns the origin of the site's pages while it runs.
    pub(crate) fn origin(&self) -> Option<String> {
        self.address().map(|address| format!("http://{address}"))
    }

    /// Waits until the server runs.
    pub(crate) async fn wait_until_up(&self) -> SocketAddr {
        let mut address = self.address.subscribe();
        let up = address.wait_for(Option::is_some).await.ok().and_then(|up| *up);
        up.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 1)))
    }

    /// Returns the memory of the process.
    pub(crate) async fn resident_bytes(&self) -> Result<u64> {
        self.process.lock().await.as_ref().context("the server is not running")?.resident_bytes()
    }

    /// Returns the number of the process.
    pub(crate) async fn process_id(&self) -> Result<u32> {
        Ok(self.process.lock().await.as_ref().context("the server is not running")?.id())
    }

    /// Returns a name that nothing has yet.
    pub(crate) fn new_name(&self, kind: &str) -> String {
        format!("{kind}-{}", self.names.fetch_add(1, Ordering::Relaxed))
    }

    /// Makes an account, which is in the Commons alone.
    pub(crate) async fn sign_up(self: &Arc<Self>) -> Result<Person> {
        let login = self.new_name("someone");
        let name = format!("Observer {login}");
        let fields =
            [("login", login.as_str()), ("display_name", name.as_str()), ("password", PASSWORD)];
        let answer = Caller::anonymous(self).form("sign_up", &fields).await?;
        let cookie = cookie_of(&answer);
        let cookie = cookie.with_context(|| format!("signing up failed: {answer:?}"))?;
        Ok(Person { login, cookie })
    }

    /// Makes many accounts.
    pub(crate) async fn sign_up_many(self: &Arc<Self>, count: usize) -> Result<Vec<Person>> {
        let mut people = Vec::new();
        while people.len() < count {
            let some = (people.len()..count.min(people.len() + 8)).map(|_| self.sign_up());
            people.extend(futures_util::future::try_join_all(some).await?);
        }
        Ok(people)
    }

    /// Signs somebody in.
    pub(crate) async fn sign_in(self: &Arc<Self>, login: &str) -> Result<Person> {
        let fields = [("login", login), ("password", PASSWORD)];
        let answer = Caller::anonymous(self).form("sign_in", &fields).await?;
        let cookie = cookie_of(&answer);
        let cookie = cookie.with_context(|| format!("signing in failed: {answer:?}"))?;
        Ok(Person { login: login.to_owned(), cookie })
    }

    /// Makes rooms in the Commons.
    pub(crate) async fn rooms(&self, staff: &mut Caller, count: usize) -> Result<Vec<Id>> {
        let course = course(staff, COMMONS).await?;
        let mut rooms = Vec::new();
        for _ in 0..count {
            rooms.push(self.room(staff, &course, COMMONS).await?);
        }
        Ok(rooms)
    }

    /// Makes a room in a course.
    pub(crate) async fn room(&self, staff: &mut Caller, course: &Value, slug: &str) -> Result<Id> {
        let name = self.new_name("room");
        let id = course["course"]["id"].as_str().context("a course has no id")?;
        let fields = [("course", id), ("course_slug", slug), ("name", &name), ("kind", "public")];
        let channel = staff.form("create_channel", &fields).await?.success()?;
        Id::of(&channel["id"]).context("a channel has no id")
    }

    /// Waits until `/readyz` says so.
    pub(crate) async fn is_ready(self: &Arc<Self>) -> Result<()> {
        let mut caller = Caller::anonymous(self);
        let ready =
            timeout(Duration::from_secs(5), caller.raw("GET", "/readyz", &[], "")).await??;
        if !ready.is_ok() {
            bail!("/readyz says {}", ready.status);
        }
        Ok(())
    }
}

/// Returns what somebody sees of a course.
pub(crate) async fn course(caller: &mut Caller, slug: &str) -> Result<Value> {
    caller.json("load_course", &json!({ "slug": slug })).await?.success()
}

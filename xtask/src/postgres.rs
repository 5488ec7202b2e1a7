//! A real PostgreSQL for the tests: its own cluster in a temporary folder, on a free port, stopped at the end.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{debian, process, stopwatch};

/// The user that runs the cluster where we are root, which PostgreSQL refuses to run as.
const USER: &str = "postgres";

/// A running cluster; dropping it stops it and removes its files.
struct Postgres {
    folder: PathBuf,
    port: u16,
    server: Child,
}

/// Installs PostgreSQL if there is none.
pub(crate) fn ensure() -> Result<()> {
    if binaries().is_none() {
        debian::install(&["postgresql"], "the second database engine of the tests")?;
    }
    Ok(())
}

/// Runs a command with a fresh cluster's address in `TEST_DATABASE_URL`.
pub(crate) fn with_url(command: &mut Command) -> Result<()> {
    let cluster = Postgres::start()?;
    process::run(command.env("TEST_DATABASE_URL", cluster.url()))
}

/// `cargo xtask postgres -- <command>`: the same for any command.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let words = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
    let Some((program, rest)) = words.split_first() else {
        bail!("say which command is to have a PostgreSQL: cargo xtask postgres -- <command>")
    };
    ensure()?;
    with_url(Command::new(program).args(rest))
}

impl Postgres {
    /// Creates and starts a cluster, and waits until it answers.
    fn start() -> Result<Self> {
        let Some(binaries) = binaries() else {
            bail!("there is no PostgreSQL: no `initdb` was found")
        };
        let folder = std::env::temp_dir().join(format!("lyceum-postgres-{}", std::process::id()));
        create_cluster(&binaries, &folder)?;
        let port = free_port()?;
        let server = start_server(&binaries, &folder, port)?;
        let mut cluster = Self { folder, port, server };
        cluster.wait_until_ready(&binaries)?;
        Ok(cluster)
    }

    /// Returns the address of its database.
    fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self, binaries: &Path) -> Result<()> {
        for _ in 0..200 {
            let mut ready = Command::new(binaries.join("pg_isready"));
            ready.args(["--quiet", "--host", "127.0.0.1", "--port", &self.port.to_string()]);
            if process::run_quietly(&mut ready).is_ok() {
                return Ok(());
            }
            if let Some(status) = self.server.try_wait()? {
                bail!("PostgreSQL stopped as it started ({status})\n{}", self.log());
            }
            stopwatch::pause(Duration::from_millis(50));
        }
        bail!("PostgreSQL did not answer within ten seconds\n{}", self.log())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(binaries) = binaries() {
            let mut stop = as_user(&binaries.join("pg_ctl"));
            stop.args(["stop", "--mode=immediate", "-D"]).arg(self.folder.join("cluster"));
            let _ = process::run_quietly(&mut stop);
        }
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn create_cluster(binaries: &Path, folder: &Path) -> Result<()> {
    // A killed run leaves its folder behind, and process numbers come again.
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).context("could not create a temporary folder for PostgreSQL")?;
    if debian::is_root() {
        process::run_quietly(Command::new("chown").arg(USER).arg(folder))?;
    }
    let mut initdb = as_user(&binaries.join("initdb"));
    initdb
        .args([
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-U",
            USER,
            "-D",
        ])
        .arg(folder.join("cluster"));
    process::run_quietly(initdb.current_dir(folder))
}

/// Durability is off: the cluster lives for one run of the tests.
fn start_server(binaries: &Path, folder: &Path, port: u16) -> Result<Child> {
    let log = fs::File::create(folder.join("log")).context("could not create PostgreSQL's log")?;
    let mut server = as_user(&binaries.join("postgres"));
    server.arg("-D").arg(folder.join("cluster")).args(["-p", &port.to_string()]);
    for setting in [
        "listen_addresses=127.0.0.1",
        "max_connections=300",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "timezone=UTC",
    ] {
        server.args(["-c", setting]);
    }
    server.arg("-c").arg(format!("unix_socket_directories={}", folder.display()));
    server.current_dir(folder).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    server.spawn().context("could not start PostgreSQL")
}

/// Returns a command run as [`USER`] where we are root. The kernel stops it should xtask be killed.
fn as_user(program: &Path) -> Command {
    if process::find("setpriv").is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if debian::is_root() {
        command.args(["--reuid", USER, "--regid", USER, "--init-groups"]);
    }
    command.arg(program);
    command
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// Returns the folder of PostgreSQL's programs; Debian keeps each version in its own, off `PATH`.
fn binaries() -> Option<PathBuf> {
    let debian = Path::new("/usr/lib/postgresql").read_dir().into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let on_path = process::find("initdb").and_then(|file| Some(file.parent()?.to_owned()));
    folders.into_iter().rev().chain(on_path).find(|folder| folder.join("initdb").exists())
}

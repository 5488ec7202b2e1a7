//! `lyceum` as a process: started, killed, told to stop, measured from outside.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::time::{Instant, sleep};

/// How the program is started.
#[derive(Clone, Debug)]
pub(crate) struct Launch {
    pub(crate) binary: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) database_url: Option<String>,
    /// Whether a server that can be broken on purpose is.
    pub(crate) is_breakable: bool,
    /// Further flags of `serve`.
    pub(crate) flags: Vec<String>,
}

/// A running server. Dropping it kills it.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From its start until it said that it listens.
    pub(crate) started_in: Duration,
}

impl Launch {
    /// Starts the server and waits until it says where it listens.
    pub(crate) async fn start(&self) -> Result<Process> {
        let began = Instant::now();
        let mut command = self.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(&self.flags);
        // What the server logs is kept beside its data, for whoever looks into a failure.
        let log = File::options().create(true).append(true).open(self.folder.join("log"))?;
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn()?;
        let stdout = child.stdout.take().context("stdout is piped")?;
        let address = tokio::task::spawn_blocking(move || read_address(stdout)).await?;
        let address = match address {
            Ok(address) => address,
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(error);
            }
        };
        Ok(Process { child, address, started_in: began.elapsed() })
    }

    /// Runs another command of the program to its end and returns what it said, and whether all
    /// was well.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Result<(bool, String)> {
        let mut command = self.command();
        command.args(arguments);
        let output = tokio::task::spawn_blocking(move || command.output()).await??;
        Ok((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command.current_dir(&self.folder).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("LYCEUM_") {
                command.env_remove(name);
            }
        }
        for rate in ["POSTS_PER_5_SECONDS", "POSTS_PER_MINUTE", "SIGN_IN_FAILURES"] {
            command.env(format!("LYCEUM_RATE__{rate}"), "0");
        }
        if !self.is_breakable {
            command.env_remove("BROKEN_LYCEUM");
        }
        if let Some(url) = &self.database_url {
            command.env("LYCEUM_DATABASE_URL", url);
        }
        command
    }

    /// Returns the size of SQLite's write-ahead log.
    pub(crate) fn wal_bytes(&self) -> u64 {
        let wal = self.folder.join("data/lyceum.db-wal");
        wal.metadata().map_or(0, |wal| wal.len())
    }
}

fn read_address(stdout: impl Read + Send + 'static) -> Result<SocketAddr> {
    let mut stdout = BufReader::new(stdout);
    let mut line = String::new();
    stdout.read_line(&mut line)?;
    let address = line.trim_end().strip_prefix("listening on http://");
    let address =
        address.with_context(|| format!("the server did not start: {line:?}"))?.parse()?;
    // The rest is read, so that the server never waits for a reader.
    std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
    Ok(address)
}

impl Process {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`, and waits until it is gone.
    pub(crate) async fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.wait().await.map(drop)
    }

    /// SIGTERM; returns how it ended and after which time.
    pub(crate) async fn terminate(mut self) -> Result<(ExitStatus, Duration)> {
        let began = Instant::now();
        let id = self.id().to_string();
        if !Command::new("kill").args(["-TERM", &id]).status()?.success() {
            bail!("the process {id} cannot be told to stop");
        }
        let status = self.wait().await?;
        Ok((status, began.elapsed()))
    }

    async fn wait(&mut self) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            sleep(Duration::from_millis(2)).await;
        }
    }

    /// Returns the memory that the process holds.
    pub(crate) fn resident_bytes(&self) -> Result<u64> {
        let status =
            std::fs::read_to_string(Path::new("/proc").join(self.id().to_string()).join("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB"));
        let kilobytes: u64 = kilobytes.context("there is no VmRSS")?.trim().parse()?;
        Ok(kilobytes * 1_024)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

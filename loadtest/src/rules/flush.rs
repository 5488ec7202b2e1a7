//! R1F: before a message is acknowledged the server asks the kernel to put it onto the disk. A
//! killed process cannot show this, only a power cut or counting the requests can; this counts.
//! It proves that the server asks, not that the disk obeys.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::time::{Instant, sleep};

use super::Scene;
use crate::caller::Caller;
use crate::report::Report;

const MESSAGES: usize = 50;

pub(super) async fn run(scene: &Scene) -> Result<Report> {
    let mut report = Report::of("R1F");
    let (room, _) = scene.rooms(1).await?[0];
    let mut caller = Caller::of(&scene.site, &scene.people[0]);
    let mut random = scene.random.clone();
    // Before the counting, so that nothing but the messages is written while it goes on.
    caller.post(room, random.id(), "first").await?.success()?;
    let trace = scene.site.launch.folder.join("flushes");
    let Some(mut tracer) = attach(scene.site.process_id().await?, &trace).await? else {
        report.fact("left out: strace is missing or may not look at other processes here");
        return Ok(report);
    };
    for _ in 0..MESSAGES {
        caller.post(room, random.id(), "to be flushed").await?.success()?;
    }
    Command::new("kill").args(["-INT", &tracer.id().to_string()]).status()?;
    tokio::task::spawn_blocking(move || tracer.wait()).await??;
    let text = std::fs::read_to_string(&trace)?;
    let is_flush = |line: &&str| line.contains("fdatasync(") || line.contains("fsync(");
    let flushes = text.lines().filter(is_flush).count();
    report.demand(flushes >= MESSAGES, || {
        format!("{MESSAGES} messages were acknowledged after only {flushes} flushes")
    });
    report.fact(format!("{MESSAGES} messages one after the other, {flushes} flushes"));
    Ok(report)
}

/// Begins to count; nothing if that cannot be done here.
async fn attach(process: u32, trace: &PathBuf) -> Result<Option<Child>> {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-q", "-e", "trace=fsync,fdatasync", "-p", &process.to_string(), "-o"]);
    let started = strace.arg(trace).stdin(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut tracer) = started else { return Ok(None) };
    let until = Instant::now() + Duration::from_secs(5);
    let status = std::path::Path::new("/proc").join(process.to_string()).join("status");
    while Instant::now() < until {
        if tracer.try_wait()?.is_some() {
            return Ok(None);
        }
        let status = std::fs::read_to_string(&status).context("the server is gone")?;
        let tracer_id = format!("TracerPid:\t{}", tracer.id());
        if status.lines().any(|line| line == tracer_id) && all_threads_traced(process)? {
            return Ok(Some(tracer));
        }
        sleep(Duration::from_millis(20)).await;
    }
    let _ = tracer.kill();
    let _ = tracer.wait();
    Ok(None)
}

fn all_threads_traced(process: u32) -> Result<bool> {
    let threads = std::path::Path::new("/proc").join(process.to_string()).join("task");
    for thread in std::fs::read_dir(threads)? {
        let status = std::fs::read_to_string(thread?.path().join("status")).unwrap_or_default();
        if status.contains("TracerPid:\t0\n") {
            return Ok(false);
        }
    }
    Ok(true)
}

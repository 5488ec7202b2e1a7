//! `cargo xtask mutate`: deletes every authorisation call, one at a time, and sees whether a test
//! notices. All mutants are compiled at once: a copy of the tree gets a switch around each call,
//! and a variable of the environment chooses the one that is off.

mod points;
mod rewrite;
mod tests;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use self::points::Point;
use self::tests::{Suite, Verdict};
use crate::stopwatch::{self, Stopwatch};
use crate::{places, process};

/// Deletions that a test must notice, in per cent.
const KILLED_MIN: usize = 95;

/// What the switches ask; it goes into `protocol`.
const SWITCH: &str = "//! Switches.
/// Whether this deletion is the chosen one.
pub fn on(number: u32) -> bool {
    static CHOSEN: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    let chosen = || std::env::var(\"MUTANT\").ok().and_then(|text| text.parse().ok());
    *CHOSEN.get_or_init(|| chosen().unwrap_or(0)) == number
}
/// Refuses, unless the refusal is deleted.
pub fn refuse<T>(number: u32, refusal: crate::permission::Refusal, granted: T)
    -> Result<T, crate::permission::Refusal> {
    if on(number) { Ok(granted) } else { Err(refusal) }
}
";

/// The same for `service`: a call whose decision is deleted still makes its proof.
const SERVICE_SWITCH: &str = "//! Switches.
tokio::task_local! { static IS_OFF: bool; }
pub(crate) fn off<F: std::future::Future>(number: u32, call: F)
    -> tokio::task::futures::TaskLocalFuture<bool, F> {
    IS_OFF.scope(protocol::mutant::on(number), call)
}
pub(crate) fn decided<E>(number: u32, decision: Result<(), E>) -> Result<(), E> {
    let is_off = protocol::mutant::on(number) || IS_OFF.try_with(|off| *off).unwrap_or(false);
    if is_off { Ok(()) } else { decision }
}
";

/// Runs everything, or lists what would be deleted.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let tree = places::target().join("mutants");
    let points = plant(&tree)?;
    if arguments.iter().any(|argument| argument == "--list") {
        for point in &points {
            println!("{point}");
        }
        return Ok(());
    }
    let chosen: Vec<u32> = arguments.iter().filter_map(|text| text.parse().ok()).collect();
    let suites = tests::build(&tree)?;
    let watch = Stopwatch::start();
    if let Some(suite) = failing(&suites, 0)? {
        bail!("{suite} fails with nothing deleted");
    }
    println!("nothing deleted: all pass, in {}", stopwatch::shown(watch.elapsed()));
    let (mut tried, mut survivors) = (0, Vec::new());
    for point in points.iter().filter(|point| chosen.is_empty() || chosen.contains(&point.number)) {
        tried += 1;
        if let Some(suite) = failing(&suites, point.number)? {
            println!("noticed   {point}  by {suite}");
        } else {
            println!("SURVIVED  {point}");
            survivors.push(point);
        }
    }
    let killed = tried - survivors.len();
    println!(
        "{killed} of {tried} deletions noticed ({:.1} %), in {}",
        percent(killed, tried),
        stopwatch::shown(watch.elapsed())
    );
    if killed * 100 < tried * KILLED_MIN {
        bail!("fewer than {KILLED_MIN} % were noticed");
    }
    Ok(())
}

fn percent(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    100.0 * number(part) / number(whole.max(1))
}

/// Returns the first suite that a deletion turns red.
fn failing(suites: &[Suite], number: u32) -> Result<Option<String>> {
    for suite in suites {
        if let Verdict::Red(test) = suite.run(number)? {
            return Ok(Some(test));
        }
    }
    Ok(None)
}

/// Copies the tree with switches in it. Files that stay the same keep their time, so that a second
/// run builds little.
fn plant(tree: &Path) -> Result<Vec<Point>> {
    let mut git = Command::new("git");
    git.args(["-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]);
    let mut points = Vec::new();
    // Cargo finds its settings in the folders above; there they would count twice.
    for path in process::output(&mut git)?.lines().filter(|path| !path.starts_with(".cargo/")) {
        let Ok(bytes) = fs::read(places::root().join(path)) else { continue };
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => points::switch(path, text, &mut points).into_bytes(),
            Err(other) => other.into_bytes(),
        };
        write(&tree.join(path), &bytes)?;
    }
    write(&tree.join("protocol/src/mutant.rs"), SWITCH.as_bytes())?;
    write(&tree.join("service/src/mutant.rs"), SERVICE_SWITCH.as_bytes())?;
    link_site(tree)?;
    Ok(points)
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, bytes).with_context(|| format!("could not write {}", file.display()))
}

/// The pages' assets are those of the tree that is tested.
fn link_site(tree: &Path) -> Result<()> {
    let link: PathBuf = tree.join("target/site");
    if link.exists() {
        return Ok(());
    }
    fs::create_dir_all(tree.join("target"))?;
    std::os::unix::fs::symlink(places::site(), link).context("could not link the site")
}

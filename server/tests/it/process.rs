//! The program itself: ready line, signals, commands.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::time::Instant;

/// Returns the program, in an empty folder and without settings of this machine.
pub(crate) fn lyceum(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lyceum"));
    command.current_dir(folder).stdin(Stdio::null());
    let settings = std::env::vars().filter(|(name, _)| name.starts_with("LYCEUM_"));
    for (name, _) in settings {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    lyceum(folder).args(arguments).output().unwrap()
}

struct Running {
    process: Child,
    stdout: BufReader<std::process::ChildStdout>,
    address: String,
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut ready = String::new();
        stdout.read_line(&mut ready).unwrap();
        let address = ready.trim_end().strip_prefix("listening on ");
        let address = address.unwrap_or_else(|| panic!("{ready:?}")).to_owned();
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        Self { process, stdout, address }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Ends the process and returns what it said after the ready line.
    fn stdout_after_the_end(mut self) -> String {
        self.signal();
        let mut said = String::new();
        self.stdout.read_to_string(&mut said).unwrap();
        assert!(self.process.wait().unwrap().success());
        said
    }

    fn signal(&self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Asks the process to end and returns its exit code and what it logged.
    fn terminate(mut self) -> (Option<i32>, String) {
        let began = Instant::now();
        self.signal();
        let status = self.process.wait().unwrap();
        assert!(began.elapsed() < Duration::from_secs(10));
        let mut log = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (status.code(), log)
    }
}

fn serve(folder: &TempDir) -> Command {
    let mut command = lyceum(folder.path());
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    command
}

#[test]
fn it_says_where_it_listens_and_how_to_begin_and_ends_on_sigterm() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(&mut serve(&folder));
    let setup = running.line();
    let expect = format!("setup {}/setup?token=", running.address);
    assert!(setup.starts_with(&expect), "{setup}");
    let token = setup.strip_prefix(&expect).unwrap().to_owned();
    assert!(token.len() >= 32);
    let (code, log) = running.terminate();
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains(&token), "the setup token is in the log");
    assert!(folder.path().join("data/lyceum.db").is_file());
}

/// Runs an account command, with a password on its standard input if it asks for one; returns exit code,
/// stdout and stderr.
fn user(folder: &Path, arguments: &[&str], password: &str) -> (Option<i32>, String, String) {
    let mut child = lyceum(folder)
        .arg("user")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that asks for none may be gone already.
    let _ = writeln!(child.stdin.take().unwrap(), "{password}");
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

const PHRASE: &str = "a long enough phrase";

fn add_user(folder: &Path, login: &str, role: &str) {
    let name = format!("The {login}");
    let flags = ["add", "--login", login, "--name", &name, "--role", role, "--password-stdin"];
    let (code, _, said) = user(folder, &flags, PHRASE);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn accounts_are_managed_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    add_user(folder, "root", "admin");
    add_user(folder, "ada", "user");
    let line = |login: &str| {
        let (code, said, _) = user(folder, &["list"], "");
        assert_eq!(code, Some(0));
        let line = said.lines().find(|line| line.starts_with(login)).unwrap().to_owned();
        line.split_whitespace().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(line("ada"), ["ada", "user", "active", "The", "ada"]);
    let done = |arguments: &[&str], password: &str| {
        let (code, said, error) = user(folder, arguments, password);
        assert_eq!(code, Some(0), "{error}");
        assert!(said.starts_with("ada "), "{said}");
    };
    done(&["set-role", "--login", "ada", "--role", "admin"], "");
    assert_eq!(line("ada")[1], "admin");
    done(&["reset-password", "--login", "ADA", "--password-stdin"], "quite another phrase");
    done(&["deactivate", "--login", "ada"], "");
    assert_eq!(line("ada")[2], "deactivated");
    done(&["reactivate", "--login", "ada"], "");
    done(&["set-role", "--login", "ada", "--role", "user"], "");
    assert_eq!(line("ada"), ["ada", "user", "active", "The", "ada"]);

    let refused = |arguments: &[&str], password: &str, words: &str| {
        let (code, _, said) = user(folder, arguments, password);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(words) && said.lines().count() == 1, "{said}");
    };
    refused(&["deactivate", "--login", "root"], "", "last administrator");
    refused(&["set-role", "--login", "root", "--role", "user"], "", "last administrator");
    refused(&["deactivate", "--login", "nobody"], "", "lyceum user list");
    refused(&["reset-password", "--login", "ada", "--password-stdin"], "short", "12");
    let (code, ..) = user(folder, &["set-role", "--login", "ada", "--role", "king"], "");
    assert_eq!(code, Some(2));
}

#[test]
fn account_commands_make_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, said) = user(folder.path(), &["list"], "");
    assert_eq!(code, Some(1));
    assert!(said.contains("does not exist") && said.contains("lyceum migrate"), "{said}");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn the_setup_link_of_a_running_server_is_void_once_a_command_made_an_account() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(&mut serve(&folder));
    let link = running.line().strip_prefix("setup ").unwrap().to_owned();
    let host = running.address.strip_prefix("http://").unwrap().to_owned();
    let page = |link: &str| {
        let path = link.strip_prefix(&running.address).unwrap();
        let mut stream = TcpStream::connect(&host).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\naccept: text/html\r\n");
        write!(stream, "{head}connection: close\r\n\r\n").unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
        page
    };
    assert!(page(&link).contains("do=set_up\""));
    add_user(folder.path(), "root", "admin");
    assert!(!page(&link).contains("do=set_up\""), "the link still works");
    assert_eq!(running.terminate().0, Some(0));
}

#[test]
fn accounts_are_made_on_the_command_line_and_the_setup_link_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let add = |login: &str, password: &str| {
        let mut command = lyceum(folder.path());
        command.args(["user", "add", "--login", login, "--name", "Ada L", "--role", "admin"]);
        let mut child = command
            .arg("--password-stdin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(add("ada", "a long enough phrase").0, Some(0));
    let (code, said) = add("ada", "a long enough phrase");
    assert_eq!(code, Some(1));
    assert!(said.contains("--login is taken"), "{said}");
    let (code, said) = add("ben", "short");
    assert_eq!(code, Some(1));
    assert!(said.contains("12"), "{said}");

    let running = Running::start(&mut serve(&folder));
    let said = running.stdout_after_the_end();
    assert_eq!(said, "", "there are accounts, and still a setup link");
}

#[test]
fn courses_are_made_and_listed_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let create = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["course", "create"], arguments].concat());
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code(), said)
    };
    let algorithms = ["--code", "CS 214", "--title", "Algorithms", "--term", "Autumn 2026"];
    assert_eq!(create(&algorithms), (Some(0), "created cs214-2026f\n".to_owned()));
    let (code, said) = create(&algorithms);
    assert_eq!(code, Some(1));
    assert!(said.contains("--slug is taken"), "{said}");
    let (code, said) = create(&[&algorithms[..], &["--slug", "a b"]].concat());
    assert_eq!(code, Some(1));
    assert!(said.contains("--slug has characters"), "{said}");
    let nobody = ["--code", "X", "--title", "X", "--slug", "other", "--instructor", "nobody"];
    let (code, said) = create(&nobody);
    assert_eq!(code, Some(1));
    assert!(said.contains("nobody has the login of --instructor"), "{said}");
    assert_eq!(create(&["--code", "X"]).0, Some(2));
    let open = ["--code", "X", "--title", "Open", "--slug", "open", "--open"];
    assert_eq!(create(&open).0, Some(0));

    let listed = run(folder.path(), &["course", "list"]);
    assert_eq!(listed.status.code(), Some(0));
    let listed = String::from_utf8(listed.stdout).unwrap();
    let expected = [
        "commons\topen\t0\t\tCommons\t",
        "cs214-2026f\tclosed\t0\tCS 214\tAlgorithms\tAutumn 2026",
        "open\topen\t0\tX\tOpen\t",
    ];
    assert_eq!(listed.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_demonstration_lists_its_accounts_and_refuses_a_filled_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(serve(&folder).arg("--demo"));
    let accounts: Vec<String> = (0..8).map(|_| running.line()).collect();
    assert!(accounts.iter().all(|line| line.split_whitespace().count() >= 4), "{accounts:?}");
    assert!(!accounts.iter().any(|line| line.starts_with("setup ")), "{accounts:?}");
    assert_eq!(running.terminate().0, Some(0));
    let again = serve(&folder).arg("--demo").output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8(again.stderr).unwrap();
    assert!(said.contains("--demo fills only an empty database"), "{said}");
}

#[test]
fn the_doctor_finds_a_healthy_installation_healthy() {
    let folder = tempfile::tempdir().unwrap();
    let sick = run(folder.path(), &["doctor"]);
    assert_eq!(sick.status.code(), Some(1));
    let said = String::from_utf8(sick.stdout).unwrap();
    assert!(said.contains("failed  data folder") && said.contains("lyceum migrate"), "{said}");
    assert!(said.contains("failed  database"), "{said}");
    assert!(!folder.path().join("data").exists(), "the doctor repairs nothing");
    assert_eq!(run(folder.path(), &["migrate"]).status.code(), Some(0));
    let healthy = run(folder.path(), &["doctor"]);
    let said = String::from_utf8(healthy.stdout).unwrap();
    assert_eq!(healthy.status.code(), Some(0), "{said}");
    assert_eq!(said.lines().filter(|line| line.starts_with("ok ")).count(), 5, "{said}");
}

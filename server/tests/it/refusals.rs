//! What stops the program at its start, each with one sentence that names the key and the fix.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use crate::process::{lyceum, run};

/// Returns the exit code and the sentence.
fn refused(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().unwrap();
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn assert_refused(command: &mut Command, names: &[&str]) {
    assert_refused_with(1, command, names);
}

/// Asserts a refusal of what the command line asks for.
fn assert_usage(command: &mut Command, names: &[&str]) {
    assert_refused_with(2, command, names);
}

fn assert_refused_with(expect: i32, command: &mut Command, names: &[&str]) {
    let (code, said) = refused(command);
    assert_eq!(code, Some(expect), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    for name in names {
        assert!(said.contains(name), "{name} is not in: {said}");
    }
}

fn serve(folder: &Path) -> Command {
    let mut command = lyceum(folder);
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    command
}

#[test]
fn wrong_values_name_their_key_and_the_fix() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let flags: [(&[&str], &[&str]); 7] = [
        (&["--data-dir", ""], &["`data_dir`", "empty", "command line", "./data"]),
        (&["--listen", "nowhere"], &["`listen`", "`nowhere`", "command line", "127.0.0.1:3000"]),
        (&["--registration", "maybe"], &["`registration`", "open, invite or closed"]),
        (&["--base-url", "http://chat.example.edu"], &["`base_url`", "https://"]),
        (&["--database-url", "mysql://root:secret@db"], &["`database_url`", "postgres://"]),
        (&["--trusted-proxies", "10.0.0.0/8,x"], &["`trusted_proxies`", "10.0.0.0/8"]),
        (&["--listen", "0.0.0.0:0"], &["`listen`", "`base_url`", "https://"]),
    ];
    for (given, names) in flags {
        assert_usage(lyceum(folder).arg("serve").args(given), names);
    }
    let (_, said) =
        refused(lyceum(folder).args(["serve", "--database-url", "mysql://root:secret@db"]));
    assert!(!said.contains("secret"), "{said}");
}

#[test]
fn the_environment_and_the_file_are_checked_too() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut command = serve(folder);
    command.env("LYCEUM_RATE__POSTS_PER_MINUTE", "many");
    assert_refused(
        &mut command,
        &["`rate.posts_per_minute`", "`many`", "environment", "0 for no limit"],
    );
    let mut command = serve(folder);
    command.env("LYCEUM_LISSTEN", "127.0.0.1:1");
    assert_refused(&mut command, &["`lissten`", "environment", "listen"]);

    let file = folder.join("lyceum.toml");
    let with_file = |text: &str, names: &[&str]| {
        std::fs::write(&file, text).unwrap();
        assert_refused(&mut serve(folder), names);
    };
    with_file("[rate]\nposts_per_hour = 3\n", &["`rate.posts_per_hour`", "lyceum.toml"]);
    with_file("password_length_min = 3\n", &["`password_length_min`", "lyceum.toml", "8"]);
    with_file("listen = \n", &["settings file", "line 1"]);
    let mut command = serve(folder);
    assert_refused(command.args(["--config", "elsewhere.toml"]), &["elsewhere.toml", "--config"]);
}

#[test]
fn a_flag_outranks_the_environment_and_the_environment_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("lyceum.toml"), "data_dir = \"of-the-file\"\n").unwrap();
    assert!(run(folder, &["migrate"]).status.success());
    assert!(folder.join("of-the-file/lyceum.db").is_file());
    let mut command = lyceum(folder);
    command.env("LYCEUM_DATA_DIR", "of-the-environment").arg("migrate");
    assert!(command.status().unwrap().success());
    assert!(folder.join("of-the-environment/lyceum.db").is_file());
    command.args(["--data-dir", "of-the-flag"]);
    assert!(command.status().unwrap().success());
    assert!(folder.join("of-the-flag/lyceum.db").is_file());
}

#[test]
fn a_port_in_use_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = lyceum(folder.path());
    assert_refused(
        command.args(["serve", "--listen", &address]),
        &[&address, "in use", "--listen"],
    );
}

#[test]
fn an_unwritable_data_folder_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data"), "a file in the way").unwrap();
    assert_refused(&mut serve(folder.path()), &["data folder", "`data`", "--data-dir"]);
}

#[test]
fn a_database_that_is_none_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(
        folder.path().join("data/lyceum.db"),
        "not a database, and long enough to tell".repeat(50),
    )
    .unwrap();
    assert_refused(&mut serve(folder.path()), &["database"]);
    let mut command = serve(folder.path());
    command.args(["--database-url", "postgres://nobody:s3cret@127.0.0.1:1/nothing"]);
    assert_refused(&mut command, &["database", "`127.0.0.1:1`", "refused", "--database-url"]);
    let (_, said) = refused(&mut command);
    assert!(!said.contains("s3cret") && !said.contains("pool"), "{said}");
}

#[test]
fn wrong_usage_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let bad_login = ["user", "add", "--login", "a b", "--name", "Ada L", "--password-stdin"];
    for usage in [&["fly"][..], &bad_login, &["serve", "--fast"], &["user", "add"], &[]] {
        assert_eq!(run(folder.path(), usage).status.code(), Some(2), "{usage:?}");
    }
}

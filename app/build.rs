//! Turns `locales/*.json` into the typed methods that `src/i18n.rs` includes and the tables that
//! `src/tables.rs` does. A locale that lacks a key of English, has one more, or names other
//! placeholders stops the build.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let locales = texts::read(Path::new("locales"))
        .unwrap_or_else(|complaint| panic!("app/locales: {complaint}"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("texts.rs"), texts::methods(&locales)).expect("OUT_DIR is writable");
    fs::write(out.join("tables.rs"), texts::tables(&locales)).expect("OUT_DIR is writable");
}

//! The "nevers" of ARCHITECTURE.md that a program can check; also runs as a test of this crate.

mod crates;
mod longest;
mod migrations;
mod modules;
mod sources;
mod styles;
mod texts;
mod words;

use anyhow::{Result, bail};

use self::sources::Sources;

/// Checks everything and prints the longest files and functions, which nobody judges.
pub(crate) fn run() -> Result<()> {
    let sources = Sources::of_workspace()?;
    longest::print(&sources);
    let complaints = complaints(&sources)?;
    for complaint in &complaints {
        println!("tidy: {complaint}");
    }
    match complaints.len() {
        0 => Ok(()),
        1 => bail!("one rule is broken"),
        many => bail!("{many} rules are broken"),
    }
}

fn complaints(sources: &Sources) -> Result<Vec<String>> {
    let mut complaints = crates::check()?;
    complaints.extend(migrations::check(sources));
    complaints.extend(modules::check(sources));
    complaints.extend(styles::check(sources));
    complaints.extend(texts::check(sources));
    complaints.extend(words::check(sources));
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    use super::{Sources, complaints};

    #[test]
    fn the_tree_is_tidy() {
        let complaints = complaints(&Sources::of_workspace().unwrap()).unwrap();
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
}

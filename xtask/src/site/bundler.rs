//! esbuild, which joins and shrinks CSS and JavaScript.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{places, process};

/// Bundles `entry` with everything it imports into one minified file.
pub(super) fn bundle(entry: &Path, output: &Path) -> Result<()> {
    let mut esbuild = Command::new("node");
    esbuild
        .arg(places::root().join("style/node_modules/esbuild/bin/esbuild"))
        .arg(entry)
        .arg(format!("--outfile={}", output.display()))
        .args([
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022,chrome123,firefox121,safari17.5",
        ])
        // Fonts and images stay files of their own; the address in the style sheet is what the browser asks for.
        .args([
            "--external:*.woff2",
            "--external:*.svg",
            "--log-level=warning",
            // Each part that is loaded later is one more import from the same module.
            "--log-override:duplicate-object-key=silent",
            "--legal-comments=none",
        ]);
    process::run(&mut esbuild)
}

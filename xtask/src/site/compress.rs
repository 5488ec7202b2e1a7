//! Ready-made brotli and gzip copies, so that the server never compresses an asset.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::places;

const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;
const BUFFER_BYTES: usize = 4096;

/// Writes `.br` and `.gz` copies of files of the site beside them.
pub(super) fn beside(names: &[&str]) -> Result<()> {
    for name in names {
        let file = places::site().join(name);
        let raw = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
        write_beside(&file, "br", &brotli(&raw)?)?;
        write_beside(&file, "gz", &gzip(&raw)?)?;
    }
    Ok(())
}

/// Returns where the copy with the given ending lies.
pub(super) fn copy_of(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn write_beside(file: &Path, ending: &str, bytes: &[u8]) -> Result<()> {
    let copy = copy_of(file, ending);
    fs::write(&copy, bytes).with_context(|| format!("could not write {}", copy.display()))
}

fn brotli(raw: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let mut writer =
        brotli::CompressorWriter::new(&mut compressed, BUFFER_BYTES, BROTLI_QUALITY, BROTLI_WINDOW);
    writer.write_all(raw)?;
    drop(writer);
    Ok(compressed)
}

fn gzip(raw: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(raw)?;
    Ok(writer.finish()?)
}

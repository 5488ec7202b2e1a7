//! What the page may weigh on the wire, in brotli bytes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{compress, wasm};
use crate::places;

/// The most that a part may weigh compressed: it is loaded while somebody waits for it.
const PART_BUDGET: u64 = 60_000;

/// File, the most it may weigh compressed, and what it shall weigh. The limit only ever goes down;
/// `docs/decisions/0006-wasm-weight.md` says what it is for and why it is not at the goal yet.
const BUDGETS: [(&str, u64, u64); 5] = [
    ("frontend_bg.wasm", 380_000, 300_000),
    ("frontend.js", 20_000, 20_000),
    ("entry.js", 2_000, 2_000),
    ("early.js", 2_000, 2_000),
    ("style.css", 30_000, 30_000),
];

/// Prints the sizes and fails when a file is over its budget.
pub(super) fn check() -> Result<()> {
    let mut over = Vec::new();
    println!("{:<18} {:>10} {:>10} {:>10} {:>10}", "file", "raw", "brotli", "limit", "goal");
    let parts = wasm::parts(&places::site())?;
    let parts = parts.iter().map(|name| (name.as_str(), PART_BUDGET, PART_BUDGET));
    for (name, budget, goal) in BUDGETS.into_iter().chain(parts) {
        let file = places::site().join(name);
        let (raw, compressed) = (size(&file)?, size(&compress::copy_of(&file, "br"))?);
        println!("{name:<18} {raw:>10} {compressed:>10} {budget:>10} {goal:>10}");
        if compressed > budget {
            over.push(format!(
                "{name} weighs {compressed} bytes, {} too many",
                compressed - budget
            ));
        }
    }
    if over.is_empty() { Ok(()) } else { bail!("over budget: {}", over.join("; ")) }
}

fn size(file: &Path) -> Result<u64> {
    let about = fs::metadata(file).with_context(|| format!("{} is missing", file.display()))?;
    Ok(about.len())
}

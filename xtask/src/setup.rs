//! Installing what is missing; instant when nothing is.

use anyhow::Result;

use crate::wasm_toolchain::WasmToolchain;
use crate::{browser, cargo_tools, npm, postgres};

/// What the machine is to be made ready for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    Building,
    Testing,
}

/// Installs what is missing and returns the toolchain of the browser half.
pub(crate) fn ensure(needs: Needs) -> Result<WasmToolchain> {
    npm::ensure(npm::STYLE)?;
    if needs == Needs::Testing {
        npm::ensure(npm::END2END)?;
        browser::ensure()?;
        postgres::ensure()?;
    }
    let toolchain = WasmToolchain::ensure()?;
    cargo_tools::ensure()?;
    Ok(toolchain)
}

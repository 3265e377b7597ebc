//! `cargo xtask lint`: formatting, clippy for both targets, documentation; every warning is an error.

use anyhow::Result;

use crate::{report::Steps, shell, tools};

/// The number of steps that `steps` adds.
pub(crate) const STEPS: usize = 4;

pub(crate) fn run() -> Result<()> {
    set_up()?;
    let mut report = Steps::new(STEPS);
    steps(&mut report)?;
    report.summary();
    Ok(())
}

pub(crate) fn set_up() -> Result<()> {
    tools::rust::lint_components()?;
    tools::rust::wasm_target()
}

pub(crate) fn steps(report: &mut Steps) -> Result<()> {
    report.check("Formatting", "run `cargo fmt --all`", || shell::run(&mut shell::cargo("fmt --all --check")))?;
    report.check("Clippy, native", "correct what clippy names above", || {
        shell::run(&mut shell::cargo("clippy --workspace --all-targets -- -D warnings"))
    })?;
    report.check("Clippy, wasm32", "correct what clippy names above", || {
        shell::run(&mut shell::cargo(
            "clippy --package custometry --lib --test web --target wasm32-unknown-unknown -- -D warnings",
        ))
    })?;
    report.check("Documentation", "correct what rustdoc names above", || {
        shell::run(shell::cargo("doc --package custometry --no-deps").env("RUSTDOCFLAGS", "-D warnings"))
    })
}

//! The parts of the Rust toolchain: rustfmt, clippy and the wasm32 target.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{project, shell};

const TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that the standard library for wasm32 is there.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = shell::output_of(shell::command("rustc", &project::root()).args(["--print", "sysroot"]))
        .context("rustc does not run; install Rust with rustup from https://rustup.rs")?;
    if Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        return Ok(());
    }
    shell::note(&format!("the Rust target {TARGET} is missing; adding it"));
    rustup(&["target", "add", TARGET])
}

/// Makes sure that `cargo fmt` and `cargo clippy` are there.
pub(crate) fn lint_components() -> Result<()> {
    for (subcommand, component) in [("fmt --version", "rustfmt"), ("clippy --version", "clippy")] {
        if shell::output_of(&mut shell::cargo(subcommand)).is_none() {
            shell::note(&format!("{component} is missing; adding it"));
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

fn rustup(arguments: &[&str]) -> Result<()> {
    if shell::output_of(shell::command("rustup", &project::root()).arg("--version")).is_none() {
        bail!(
            "this Rust was not installed by rustup, which is needed for `rustup {}`; \
             install it from https://rustup.rs, or add that part with the tool that installed Rust",
            arguments.join(" ")
        );
    }
    shell::run(shell::command("rustup", &project::root()).args(arguments))
        .context("check the network connection, then run the same command again")
}

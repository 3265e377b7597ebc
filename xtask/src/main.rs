//! The task runner: every chore of the project is one `cargo xtask` command.
//!
//! Each command first finds or installs the tools that it needs (`tools`), then runs its steps and says what it
//! runs. This file is the map of the commands; each has a file of its own.

mod bench;
mod build;
mod counts;
mod demo;
mod lint;
mod oracle;
mod project;
mod report;
mod shell;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask <command>

  build                     compile the module and leave the publishable npm package in pkg/
  test                      lints, native tests, the same tests in Node and Chromium, package, page
  demo [--once] [--port N]  print a report of the embedded purchases, then serve the page (--once: report only)
  bench                     time custometry and its peers on the same work, in one table
  oracle [NAME...]          compare with pandas, SciPy, lifelines and lifetimes on generated data (NAME: such as rfm)
  lint                      formatting, clippy (native and wasm32) and documentation, warnings as errors

Whatever a command needs and does not find, it installs once: the wasm32 target, the wasm-bindgen CLI,
npm packages, for the browser tests Chromium with its driver, and for `oracle` Python packages. To bring your
own, set WASM_BINDGEN, CHROMIUM, CHROMEDRIVER or PYTHON to the path of the program.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{}", shell::red(&format!("error: {error:#}")));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    match command.as_str() {
        "demo" => return demo::run(&demo::Options::parse(rest)?),
        "oracle" => return oracle::run(rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            return Ok(());
        }
        _ => {}
    }
    if let Some(extra) = rest.first() {
        bail!("`cargo xtask {command}` takes no arguments, found `{extra}`");
    }
    match command.as_str() {
        "build" => build::run(),
        "test" => test::run(),
        "bench" => bench::run(),
        "lint" => lint::run(),
        _ => bail!("there is no command `{command}`\n\n{HELP}"),
    }
}

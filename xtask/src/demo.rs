//! `cargo xtask demo`: a report of the embedded purchases in the terminal, then the page on localhost.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{build, project, shell};

const DEFAULT_PORT: u16 = 4173;

pub(crate) struct Options {
    once: bool,
    port: u16,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self { once: false, port: DEFAULT_PORT };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--once" => options.once = true,
                "--port" => {
                    let port = rest.next().context("--port needs a number, such as `--port 8080`")?;
                    options.port = port
                        .parse()
                        .with_context(|| format!("--port needs a number from 0 to 65535, found `{port}`"))?;
                }
                _ => bail!("`cargo xtask demo` takes --once and --port N, found `{argument}`"),
            }
        }
        Ok(options)
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let bindgen = build::set_up()?;
    build::package(&bindgen)?;
    let mut report = shell::command("node", &project::root());
    shell::run(report.arg(project::existing("xtask/demo/report.mjs")?))?;
    if options.once {
        return Ok(());
    }
    build::page()?;
    let mut server = shell::command("node", &project::root());
    server.arg(project::existing("xtask/demo/serve.mjs")?).arg(options.port.to_string());
    become_process(server)
}

/// Ends as that process where the platform can, so that whoever stops this one stops the server.
#[cfg(unix)]
fn become_process(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn become_process(mut command: Command) -> Result<()> {
    shell::run(&mut command)
}

//! Running other programs: shown as typed, with an error that names the command; and a little colour.

use std::{
    env,
    io::{BufRead, BufReader, IsTerminal, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{counts::TestOutput, project};

/// A program started in `dir`, with Cargo's output folder fixed for every cargo below it.
pub(crate) fn command(program: impl AsRef<Path>, dir: &Path) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(dir).env("CARGO_TARGET_DIR", project::target());
    command
}

/// Cargo itself, at the root of the checkout, with arguments separated by spaces.
pub(crate) fn cargo(arguments: &str) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = command(PathBuf::from(program), &project::root());
    command.args(arguments.split_whitespace());
    command
}

/// The npm client in `dir`.
pub(crate) fn npm(dir: &Path, arguments: &str) -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" }, dir);
    command.args(arguments.split_whitespace());
    command
}

/// Shows and runs a command; an error unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    show(command);
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// As `run`, for a download that may hang: ended after `limit`.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    show(command);
    let mut child = command.spawn().with_context(|| format!("cannot start {}", line(command)))?;
    let start = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("`{}` failed ({status})", line(command)),
            None if start.elapsed() > limit => {
                child.kill()?;
                child.wait()?;
                bail!("`{}` was ended after {} s", line(command), limit.as_secs());
            }
            None => thread::sleep(Duration::from_millis(100)),
        }
    }
}

/// As `run`, for a test runner, whose standard output is read along to count its tests.
pub(crate) fn run_tests(command: &mut Command, output: &mut TestOutput) -> Result<()> {
    show(command);
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {}", line(command)))?;
    let mut reader = BufReader::new(child.stdout.take().context("no standard output to read")?);
    let mut stdout = std::io::stdout();
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes)? > 0 {
        stdout.write_all(&bytes)?;
        stdout.flush()?;
        output.read(&String::from_utf8_lossy(&bytes));
        bytes.clear();
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// The standard output of a quiet command, trimmed; `None` when it cannot be started or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A program found in PATH.
pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(executable(name))).find(|path| path.is_file())
}

/// The file name of a program on this platform.
pub(crate) fn executable(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

/// A line that says what the set-up does or found.
pub(crate) fn note(text: &str) {
    println!("{} {text}", dim("·"));
}

fn show(command: &Command) {
    println!("{}", dim(&format!("$ {}", line(command))));
}

/// The command as one would type it at the root of the checkout.
fn line(command: &Command) -> String {
    let root = project::root();
    let relative = |path: &Path| {
        path.strip_prefix(&root).map_or_else(|_| path.display().to_string(), |rest| rest.display().to_string())
    };
    let program = Path::new(command.get_program());
    let name = if program.is_absolute() && !program.starts_with(&root) {
        program.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
    } else {
        relative(program)
    };
    let arguments = command.get_args().map(|argument| relative(Path::new(argument)));
    let typed = std::iter::once(name).chain(arguments).collect::<Vec<_>>().join(" ");
    match command.get_current_dir().and_then(|dir| dir.strip_prefix(&root).ok()) {
        Some(dir) if dir != Path::new("") => format!("(cd {} && {typed})", dir.display()),
        _ => typed,
    }
}

fn colour(code: &str, text: &str) -> String {
    let wanted = std::io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if wanted { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}

pub(crate) fn bold(text: &str) -> String {
    colour("1", text)
}

pub(crate) fn dim(text: &str) -> String {
    colour("2", text)
}

pub(crate) fn red(text: &str) -> String {
    colour("31", text)
}

pub(crate) fn green(text: &str) -> String {
    colour("32", text)
}

//! The wasm-bindgen CLI, of exactly the version in Cargo.lock: another version refuses the module.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{
    project,
    shell::{self, executable},
};

/// The two programs of the CLI.
pub(crate) struct Bindgen {
    pub(crate) cli: PathBuf,
    pub(crate) test_runner: PathBuf,
}

impl Bindgen {
    /// The programs in a folder, if both are there and run in the version asked for.
    fn of_version(dir: &Path, version: &str) -> Option<Self> {
        let cli = dir.join(executable("wasm-bindgen"));
        let test_runner = dir.join(executable("wasm-bindgen-test-runner"));
        let found = shell::output_of(shell::command(&cli, &project::root()).arg("--version"))?;
        (found == format!("wasm-bindgen {version}") && test_runner.is_file()).then_some(Self { cli, test_runner })
    }
}

/// Finds the CLI (WASM_BINDGEN, PATH, own cache) or installs it into the cache.
pub(crate) fn ensure() -> Result<Bindgen> {
    let lock = fs::read_to_string(project::existing("Cargo.lock")?)?;
    let version = locked_version(&lock)
        .context("Cargo.lock names no wasm-bindgen; restore it with `git checkout -- Cargo.lock`")?;

    if let Some(path) = env::var_os("WASM_BINDGEN").map(PathBuf::from) {
        let found = path.parent().and_then(|dir| Bindgen::of_version(dir, version));
        return found.with_context(|| {
            format!("WASM_BINDGEN is {}, but wasm-bindgen {version} and wasm-bindgen-test-runner are not there; unset it or set it right", path.display())
        });
    }
    let in_path = shell::in_path("wasm-bindgen").and_then(|path| path.parent().map(Path::to_path_buf));
    if let Some(found) = in_path.and_then(|dir| Bindgen::of_version(&dir, version)) {
        return Ok(found);
    }
    let home = project::cache()?.join(format!("wasm-bindgen-{version}"));
    if let Some(found) = Bindgen::of_version(&home.join("bin"), version) {
        return Ok(found);
    }

    shell::note(&format!("wasm-bindgen {version} is missing; installing it into {}", home.display()));
    fs::create_dir_all(&home).with_context(|| format!("cannot create {}", home.display()))?;
    let ways: [fn(&Path, &str) -> Result<()>; 3] = [with_binstall, from_release, from_source];
    for install in ways {
        if let Err(error) = install(&home, version) {
            shell::note(&format!("not this way: {error:#}"));
        } else if let Some(found) = Bindgen::of_version(&home.join("bin"), version) {
            shell::note(&format!("wasm-bindgen {version} is ready"));
            return Ok(found);
        } else {
            shell::note("not this way: what was installed does not run");
        }
    }
    bail!(
        "cannot install wasm-bindgen {version}; check the network connection, or install it yourself \
         with `cargo install wasm-bindgen-cli --version {version}` and see that it is in PATH"
    )
}

/// cargo-binstall fetches the project's own release, where it is installed.
fn with_binstall(home: &Path, version: &str) -> Result<()> {
    if shell::output_of(&mut shell::cargo("binstall -V")).is_none() {
        bail!("cargo-binstall is not installed");
    }
    let mut binstall = shell::cargo(&format!(
        "binstall wasm-bindgen-cli@{version} --no-confirm --force --disable-strategies quick-install,compile --root"
    ));
    shell::run_within(Duration::from_secs(300), binstall.arg(home))
}

/// The archive that the wasm-bindgen project publishes for this platform.
fn from_release(home: &Path, version: &str) -> Result<()> {
    let platform = match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "x86_64-unknown-linux-musl",
        ("linux", "aarch64") => "aarch64-unknown-linux-musl",
        ("macos", "x86_64") => "x86_64-apple-darwin",
        ("macos", "aarch64") => "aarch64-apple-darwin",
        ("windows", "x86_64") => "x86_64-pc-windows-msvc",
        (os, arch) => bail!("the wasm-bindgen project publishes no build for {os} on {arch}"),
    };
    let name = format!("wasm-bindgen-{version}-{platform}");
    let archive = home.join(format!("{name}.tar.gz"));
    let address = format!("https://github.com/wasm-bindgen/wasm-bindgen/releases/download/{version}/{name}.tar.gz");
    super::download(&address, &archive)?;
    shell::run(shell::command("tar", home).arg("-xzf").arg(&archive))?;
    fs::remove_file(&archive)?;
    let bin = home.join("bin");
    if bin.exists() {
        fs::remove_dir_all(&bin)?;
    }
    fs::rename(home.join(&name), &bin).context("the archive does not hold the folder that its name promises")
}

/// From crates.io. Without --locked: the CLI's own lock file names a crate version that is not always to be had.
fn from_source(home: &Path, version: &str) -> Result<()> {
    shell::note("compiling wasm-bindgen from source; this takes about 6 minutes on two cores, once");
    let mut install = shell::cargo(&format!("install wasm-bindgen-cli --version {version} --force --root"));
    // Away from the checkout and its output folder, so that neither its settings nor its size are affected.
    shell::run(install.arg(home).current_dir(home).env_remove("CARGO_TARGET_DIR"))
}

/// The version of wasm-bindgen in the text of Cargo.lock.
fn locked_version(lock: &str) -> Option<&str> {
    let mut lines = lock.lines();
    lines.find(|line| *line == "name = \"wasm-bindgen\"")?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_locked_version_is_that_of_wasm_bindgen_itself() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock), Some("0.2.130"));
        assert_eq!(locked_version("[[package]]\nname = \"serde\"\nversion = \"1.0.0\"\n"), None);
    }
}

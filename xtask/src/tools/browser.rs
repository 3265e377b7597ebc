//! Chromium (or Chrome) and the chromedriver of the same major version, for the tests in a browser.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Result, bail};

use crate::{project, shell};

/// A browser and its driver.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

/// The last release of the download tool that runs on Node 20.
const DOWNLOADER: &str = "@puppeteer/browsers@2.13.2";

const BROWSER_NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const BROWSER_PLACES: [&str; 7] = [
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];
const DRIVER_PLACES: [&str; 3] =
    ["/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"];

/// Finds the two programs (CHROMIUM and CHROMEDRIVER, PATH, usual places, own cache) or installs them.
pub(crate) fn ensure() -> Result<Browser> {
    if let Some(found) = find()? {
        return Ok(found);
    }
    if let Some(name) = ["CHROMIUM", "CHROMEDRIVER"].iter().find(|name| env::var_os(name).is_some()) {
        bail!("{name} is set, but its other half of the same major version was not found; set both, or neither");
    }
    shell::note("no Chromium with a chromedriver of the same version was found; installing them");
    let ways: [fn() -> Result<()>; 2] = [with_apt, with_downloader];
    for install in ways {
        if let Err(error) = install() {
            shell::note(&format!("not this way: {error:#}"));
        } else if let Some(found) = find()? {
            return Ok(found);
        } else {
            shell::note("not this way: what was installed does not run");
        }
    }
    bail!(
        "the browser tests need Chromium (or Chrome) and the chromedriver of the same major version, \
         and neither could be installed\n  \
         on Debian and Ubuntu: sudo apt-get install chromium chromium-driver\n  \
         elsewhere: Chrome, and chromedriver from https://googlechromelabs.github.io/chrome-for-testing/\n  \
         in unusual places: set CHROMIUM and CHROMEDRIVER to the paths of the two programs"
    )
}

/// The first browser and driver that run and whose major versions agree.
fn find() -> Result<Option<Browser>> {
    let browsers = candidates("CHROMIUM", &BROWSER_NAMES, &BROWSER_PLACES, cached("chrome")?)?;
    let drivers = candidates("CHROMEDRIVER", &["chromedriver"], &DRIVER_PLACES, cached("chromedriver")?)?;
    let drivers: Vec<_> = drivers.into_iter().filter_map(|path| Some((major_version(&path)?, path))).collect();
    for chromium in browsers {
        let Some(version) = major_version(&chromium) else {
            continue;
        };
        if let Some((_, chromedriver)) = drivers.iter().find(|(driver, _)| *driver == version) {
            return Ok(Some(Browser { chromium, chromedriver: chromedriver.clone() }));
        }
    }
    Ok(None)
}

/// Where a program may be. A variable that names it excludes every other place.
fn candidates(variable: &str, names: &[&str], places: &[&str], cached: Option<PathBuf>) -> Result<Vec<PathBuf>> {
    if let Some(path) = env::var_os(variable).map(PathBuf::from) {
        if major_version(&path).is_none() {
            bail!("{variable} is {}, which does not run; unset it or set it right", path.display());
        }
        return Ok(vec![path]);
    }
    let in_path = names.iter().filter_map(|name| shell::in_path(name));
    let in_places = places.iter().map(PathBuf::from);
    Ok(in_path.chain(in_places).chain(cached).filter(|path| path.is_file()).collect())
}

/// "Chromium 142.0.7444.59 built on Debian" is 142; `None` for a program that does not run.
fn major_version(program: &Path) -> Option<u32> {
    // On Windows the browser opens a window instead of printing its version: its folder tells it.
    if cfg!(windows) && program.ends_with("chrome.exe") {
        let names = fs::read_dir(program.parent()?)
            .ok()?
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned());
        return names.filter_map(|name| major(&name)).max();
    }
    major(&shell::output_of(shell::command(program, &env::temp_dir()).arg("--version"))?)
}

fn major(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

/// Debian's own packages, where this is Debian and we may install.
fn with_apt() -> Result<()> {
    if shell::in_path("apt-get").is_none() {
        bail!("apt-get is not on this system");
    }
    if !is_root() {
        bail!("apt-get needs root; to use it, run `sudo apt-get install chromium chromium-driver` yourself");
    }
    let apt = |arguments: &str| {
        let mut apt = shell::command("apt-get", &project::root());
        let settings =
            "-o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 -o Acquire::Retries=1 -o Acquire::http::Timeout=20";
        apt.arg("-q").args(settings.split_whitespace());
        apt.args(arguments.split_whitespace()).env("DEBIAN_FRONTEND", "noninteractive");
        shell::run(&mut apt)
    };
    apt("update")?;
    apt("install -y --no-install-recommends chromium chromium-driver")
}

/// Chrome for Testing, into the cache.
fn with_downloader() -> Result<()> {
    let folder = cache_folder()?;
    fs::create_dir_all(&folder)?;
    for program in ["chrome", "chromedriver"] {
        // The tool prints the path of what it installed; that output is what `cached` reads later.
        let record = fs::File::create(folder.join(program).with_extension("path"))?;
        let mut download = shell::command(if cfg!(windows) { "npx.cmd" } else { "npx" }, &folder);
        download
            .args(["--yes", DOWNLOADER, "install", &format!("{program}@stable"), "--format", "{{path}}", "--path"])
            .arg(&folder);
        if program == "chrome" && cfg!(target_os = "linux") && is_root() {
            download.arg("--install-deps");
        }
        shell::run_within(Duration::from_secs(600), download.stdout(record))?;
    }
    Ok(())
}

/// Where an earlier run of `with_downloader` put a program.
fn cached(program: &str) -> Result<Option<PathBuf>> {
    let record = fs::read_to_string(cache_folder()?.join(program).with_extension("path"));
    Ok(record.ok().and_then(|text| text.lines().last().map(PathBuf::from)))
}

fn cache_folder() -> Result<PathBuf> {
    Ok(project::cache()?.join("browser"))
}

fn is_root() -> bool {
    shell::output_of(shell::command("id", &env::temp_dir()).arg("-u")).as_deref() == Some("0")
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read_from_what_each_program_prints() {
        assert_eq!(major("Chromium 142.0.7444.59 built on Debian GNU/Linux 12 (bookworm)"), Some(142));
        assert_eq!(major("Google Chrome 9.0.1"), Some(9));
        assert_eq!(major("ChromeDriver 142.0.7444.59 (a21ce95c24-refs/branch-heads/7444@{#1704})"), Some(142));
        assert_eq!(major("command not found"), None);
    }
}

//! Node and the npm packages of a folder.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::{project, shell};

/// Vite, which builds the page, needs no older one.
const OLDEST: (u32, u32) = (20, 19);

/// Makes sure that Node is there and recent enough.
pub(crate) fn node() -> Result<()> {
    let advice = "install Node 20.19 or newer from https://nodejs.org and see that `node` and `npm` are in PATH";
    let version = shell::output_of(shell::command("node", &project::root()).arg("--version"))
        .with_context(|| format!("node does not run; {advice}"))?;
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|text| text.parse::<u32>().ok());
    if numbers.next().zip(numbers.next()).is_none_or(|found| found < OLDEST) {
        bail!("node is {version}, too old; {advice}");
    }
    if shell::output_of(&mut shell::npm(&project::root(), "--version")).is_none() {
        bail!("npm does not run; {advice}");
    }
    Ok(())
}

/// Installs the npm packages of a folder, unless those in `node_modules` are of the same manifest and lock file.
pub(crate) fn packages(folder: &str) -> Result<()> {
    let dir = project::existing(folder)?;
    let read = |name: &str| fs::read_to_string(dir.join(name)).with_context(|| format!("cannot read {folder}/{name}"));
    let wanted = read("package.json")? + &read("package-lock.json")?;
    let stamp = dir.join("node_modules/.xtask-installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    shell::note(&format!("installing the npm packages of {folder}/"));
    shell::run(&mut shell::npm(&dir, "ci --no-audit --no-fund")).with_context(|| {
        format!("check the network connection and that {folder}/package-lock.json fits package.json")
    })?;
    fs::create_dir_all(dir.join("node_modules"))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

//! `cargo xtask oracle`: the built package compared with pandas, NumPy, SciPy, scikit-learn, lifelines and lifetimes on
//! generated data.
//!
//! Python computes what should come out (oracle/expect.py), Node what the package makes of it (oracle/compare.mjs). This
//! needs PyPI once, so it is no part of `cargo xtask test`.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::{build, project, shell, tools};

pub(crate) fn run(names: &[String]) -> Result<()> {
    let known = comparisons()?;
    if let Some(name) = names.iter().find(|name| !known.contains(name)) {
        bail!("there is no comparison `{name}`; there are {}", known.join(", "));
    }
    let bindgen = build::set_up()?;
    let python = tools::python::with_packages("oracle/requirements.txt", &project::target().join("oracle/venv"))?;
    let data = tools::python::wheels(&python, "oracle/data.txt", &project::target().join("oracle/data"))?;
    build::package(&bindgen)?;

    let folder = project::target().join("oracle");
    let mut expect = shell::command(&python, &project::root());
    expect.arg(project::existing("oracle/expect.py")?).arg(&folder).args(names);
    // Without bytecode beside the sources, and in UTF-8 wherever it runs.
    shell::run(expect.env("CUSTOMETRY_ORACLE_DATA", data).env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1"))?;
    let mut compare = shell::command("node", &project::root());
    compare.arg(project::existing("oracle/compare.mjs")?).arg(&folder).args(names);
    shell::run(&mut compare).context("custometry and the reference differ, as shown above")
}

/// The names of the comparisons that there are.
fn comparisons() -> Result<Vec<String>> {
    let folder = project::existing("oracle/comparisons")?;
    let files = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let paths: Vec<PathBuf> = files.map(|file| Ok(file?.path())).collect::<Result<_>>()?;
    let python = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "py"));
    let mut names: Vec<String> = python.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

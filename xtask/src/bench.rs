//! `cargo xtask bench`: custometry and its peers on the same work, in one run and one table.

use std::{fs, process::Stdio};

use anyhow::{Context, Result};

use crate::{build, project, shell, tools};

pub(crate) fn run() -> Result<()> {
    let bindgen = build::set_up()?;
    let runner = project::existing("benches/run.mjs")?;
    build::package(&bindgen)?;
    tools::node::packages("benches")?;

    // The native figures go to a file that the table of all contenders is made from.
    let native = project::target().join("bench-native.jsonl");
    let file = fs::File::create(&native).with_context(|| format!("cannot write {}", native.display()))?;
    shell::run(shell::cargo("bench --package custometry --bench native").stdout(Stdio::from(file)))?;
    let mut bench = shell::command("node", &project::root());
    bench.arg(runner).arg("--native").arg(native);
    // One peer is a Python package. Who has no Python gets the others.
    match tools::python::with_packages("oracle/requirements.txt", &project::target().join("oracle/venv")) {
        Ok(python) => drop(bench.arg("--python").arg(python)),
        Err(error) => shell::note(&format!("lifetimes is left out: {error:#}")),
    }
    shell::run(&mut bench)
}

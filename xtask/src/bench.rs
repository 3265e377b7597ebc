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
    // Two peers are Python packages, which do not install together. Who has no Python gets the others.
    let peers = [
        ("lifetimes", "--python", "oracle/requirements.txt", "oracle/venv"),
        ("Splink", "--splink", "benches/requirements.txt", "splink/venv"),
    ];
    for (name, option, requirements, home) in peers {
        match tools::python::with_packages(requirements, &project::target().join(home)) {
            Ok(python) => drop(bench.arg(option).arg(python)),
            Err(error) => shell::note(&format!("{name} is left out: {error:#}")),
        }
    }
    shell::run(&mut bench)
}

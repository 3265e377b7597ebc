//! `cargo xtask build`: the crate compiled to wasm, bound to JavaScript and packed as the npm package in pkg/.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::{
    project, shell,
    tools::{self, bindgen::Bindgen},
};

/// What LLVM may inline: functions of less than half of what it takes by itself when it optimises for size, and of less than a third
/// where a function asks for it, as most of the standard library's do. Hot loops take up to 6 % longer (docs/dependencies.md).
const INLINING: [&str; 2] = ["-Cllvm-args=-inline-threshold=25", "-Cllvm-args=-inlinehint-threshold=100"];

pub(crate) fn run() -> Result<()> {
    let bindgen = set_up()?;
    package(&bindgen)
}

pub(crate) fn set_up() -> Result<Bindgen> {
    tools::rust::wasm_target()?;
    tools::node::node()?;
    tools::bindgen::ensure()
}

/// Leaves the publishable package in pkg/; the packer prints the size of the module last.
pub(crate) fn package(bindgen: &Bindgen) -> Result<()> {
    let packer = project::existing("pkg-template/build.mjs")?;
    let mut compile = shell::cargo("build --profile module --target wasm32-unknown-unknown --package custometry --lib");
    // Panic messages name source files: without this they would carry the paths of whoever built the package. The flag
    // joins those of .cargo/config.toml, which RUSTFLAGS would replace, and with them SIMD.
    let remap = |from: &Path, to: &str| format!("{:?}", format!("--remap-path-prefix={}={to}", from.display()));
    let remaps = [remap(&project::cargo_home()?, "cargo"), remap(&project::root(), "custometry")];
    let flags = remaps.into_iter().chain(INLINING.map(|flag| format!("{flag:?}"))).collect::<Vec<_>>().join(",");
    compile.arg("--config").arg(format!("target.wasm32-unknown-unknown.rustflags=[{flags}]"));
    shell::run(compile.env_remove("RUSTFLAGS"))?;
    let module = project::target().join("wasm32-unknown-unknown/module/custometry.wasm");
    without_float_text(&fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?)?;

    let bound = project::target().join("bindgen");
    if bound.exists() {
        fs::remove_dir_all(&bound).with_context(|| format!("cannot empty {}", bound.display()))?;
    }
    let mut bind = shell::command(&bindgen.cli, &project::root());
    bind.args(["--target", "web", "--omit-default-module-path", "--experimental-reset-state-function"]);
    bind.args(["--out-name", "custometry", "--out-dir"]).arg(&bound);
    shell::run(bind.arg(&module))?;

    tools::node::packages("pkg-template")?;
    let mut pack = shell::command("node", &project::root());
    pack.arg(packer).arg("--bindgen").arg(&bound).arg("--out").arg(project::root().join("pkg"));
    shell::run(pack.args(["--version", project::VERSION]))
}

/// The standard library reads and prints floating-point numbers with code and tables that take 16 KB of the module, once one
/// message has a number put into it as it is. `crate::number` does both for less.
fn without_float_text(module: &[u8]) -> Result<()> {
    for (part, instead) in [("flt2dec", "number::text"), ("dec2flt", "number::parse")] {
        if module.windows(part.len()).any(|name| name == part.as_bytes()) {
            bail!(
                "the module has {part} of the standard library in it: use crate::{instead} for floating-point numbers, \
                 and no f64::clamp between limits that are not constants, whose panic prints them"
            );
        }
    }
    Ok(())
}

/// Builds the page over the package in pkg/, leaving it in www/dist.
pub(crate) fn page() -> Result<()> {
    tools::node::packages("www")?;
    shell::run(&mut shell::npm(&project::existing("www")?, "run build"))
}

//! `cargo xtask test`: everything that must hold, from the lints to the page in a real browser.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};

use crate::{
    build,
    counts::TestOutput,
    lint, project,
    report::Steps,
    shell,
    tools::{self, bindgen::Bindgen, browser::Browser},
};

/// The settings of the test runner that would point it at another runtime or another browser.
const OTHER_RUNTIMES: [&str; 12] = [
    "WASM_BINDGEN_USE_BROWSER",
    "WASM_BINDGEN_USE_DEDICATED_WORKER",
    "WASM_BINDGEN_USE_SHARED_WORKER",
    "WASM_BINDGEN_USE_SERVICE_WORKER",
    "WASM_BINDGEN_USE_NODE_EXPERIMENTAL",
    "WASM_BINDGEN_USE_DENO",
    "WASM_BINDGEN_TEST_ONLY_NODE",
    "WASM_BINDGEN_TEST_ONLY_WEB",
    "NO_HEADLESS",
    "GECKODRIVER",
    "GECKODRIVER_REMOTE",
    "CHROMEDRIVER_REMOTE",
];

pub(crate) fn run() -> Result<()> {
    println!("{}", shell::bold("Set-up"));
    lint::set_up()?;
    let bindgen = build::set_up()?;
    let browser = tools::browser::ensure()?;
    shell::note(&format!("browser: {} with {}", browser.chromium.display(), browser.chromedriver.display()));
    let capabilities = capabilities(&browser)?;

    let mut report = Steps::new(lint::STEPS + 7);
    lint::steps(&mut report)?;
    report.tests("Native tests", "correct the code or the test that is named above", |output| {
        shell::run_tests(&mut shell::cargo("test --workspace"), output)
    })?;
    report.tests(
        "The same tests as wasm in Node",
        "correct what is named above; if the native tests passed, wasm alone is concerned",
        |output| shell::run_tests(&mut wasm_tests(&bindgen), output),
    )?;
    report.tests(
        "The same tests as wasm in Chromium",
        "if the browser did not start, set CHROMIUM and CHROMEDRIVER to a pair of one version",
        |output| {
            let mut tests = wasm_tests(&bindgen);
            tests.env("WASM_BINDGEN_USE_BROWSER", "1");
            tests.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities);
            tests.env("CHROMEDRIVER", &browser.chromedriver);
            shell::run_tests(&mut tests, output)
        },
    )?;
    report.check("Package", "correct what the compiler or pkg-template/build.mjs names above", || {
        build::package(&bindgen)
    })?;
    report.tests("Tests of the packed package", "run `npm test` in pkg-template for this step alone", |output| {
        npm_tests("pkg-template", &browser, output)
    })?;
    report.tests(
        "Tests of the demo's report",
        "run `node --test xtask/demo/report.test.mjs` for this step alone",
        |output| {
            let mut tests = shell::command("node", &project::root());
            tests.args(["--test", "--test-reporter=spec"]);
            shell::run_tests(tests.arg("xtask/demo/report.test.mjs"), output)
        },
    )?;
    report.tests("The page, built and tested in Chromium", "run `npm test` in www for this step alone", |output| {
        npm_tests("www", &browser, output)
    })?;
    report.summary();
    Ok(())
}

/// The tests in tests/web, compiled to wasm and run by the runner of the wasm-bindgen CLI, in Node unless told otherwise.
fn wasm_tests(bindgen: &Bindgen) -> Command {
    let mut tests = shell::cargo("test --package custometry --target wasm32-unknown-unknown --test web");
    for variable in OTHER_RUNTIMES {
        tests.env_remove(variable);
    }
    let runner = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER";
    tests.env(runner, &bindgen.test_runner);
    // The defaults, 20 s for all tests and 5 s for the driver to start, are too short for a loaded machine.
    tests.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    tests.env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    tests
}

/// `npm test` in a folder, with the browser that the set-up found.
fn npm_tests(folder: &str, browser: &Browser, output: &mut TestOutput) -> Result<()> {
    tools::node::packages(folder)?;
    let mut tests = shell::npm(&project::existing(folder)?, "test");
    tests.env("CHROMIUM", &browser.chromium);
    tests.env("CHROMEDRIVER", &browser.chromedriver);
    shell::run_tests(&mut tests, output)
}

/// Writes the file that tells the test runner which browser to start, and how.
fn capabilities(browser: &Browser) -> Result<PathBuf> {
    let binary = browser.chromium.display().to_string().replace('\\', "\\\\").replace('"', "\\\"");
    let flags = [
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-dev-shm-usage",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "no-first-run",
    ];
    let flags = flags.map(|flag| format!("\"--{flag}\"")).join(", ");
    let file = project::target().join("webdriver.json");
    fs::create_dir_all(project::target())?;
    fs::write(&file, format!("{{ \"goog:chromeOptions\": {{ \"binary\": \"{binary}\", \"args\": [{flags}] }} }}\n"))
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

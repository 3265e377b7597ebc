//! Steps with a headline and a time, a closing table, and the count of tests that the runners themselves print.

use std::{
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::shell;

/// What a step checked. A lint or a build is one check; a test runner reports its own number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)?;
        match self.skipped {
            0 => Ok(()),
            skipped => write!(out, ", {skipped} skipped"),
        }
    }
}

struct Done {
    title: &'static str,
    counts: Counts,
    time: Duration,
}

/// The steps of one command, run in order until one fails.
pub(crate) struct Steps {
    total: usize,
    start: Instant,
    done: Vec<Done>,
}

impl Steps {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, start: Instant::now(), done: Vec::new() }
    }

    /// A step that passes or fails as a whole. `remedy` says what to do when it fails.
    pub(crate) fn check(
        &mut self,
        title: &'static str,
        remedy: &'static str,
        work: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        self.step(title, remedy, |counts| {
            work()?;
            counts.passed = 1;
            Ok(())
        })
    }

    /// A step that runs tests, counted in their output; running none is a failure.
    pub(crate) fn tests(
        &mut self,
        title: &'static str,
        remedy: &'static str,
        work: impl FnOnce(&mut TestOutput) -> Result<()>,
    ) -> Result<()> {
        self.step(title, remedy, |counts| {
            let mut output = TestOutput::default();
            let result = work(&mut output);
            *counts = output.counts;
            if result.is_ok() && counts.passed == 0 {
                bail!("no test ran");
            }
            result
        })
    }

    fn step(
        &mut self,
        title: &'static str,
        remedy: &'static str,
        work: impl FnOnce(&mut Counts) -> Result<()>,
    ) -> Result<()> {
        let headline = format!("[{}/{}] {title}", self.done.len() + 1, self.total);
        println!("\n{}", shell::bold(&headline));
        let start = Instant::now();
        let mut counts = Counts::default();
        let result = work(&mut counts);
        if result.is_err() {
            counts.failed = counts.failed.max(1);
        }
        let time = start.elapsed();
        self.done.push(Done { title, counts, time });
        if result.is_err() {
            self.summary();
        }
        result.with_context(|| format!("{title} failed\n  what to do: {remedy}\n  cause"))
    }

    /// The closing table and the line of totals.
    pub(crate) fn summary(&self) {
        let lengths = self.done.iter().map(|step| step.title.len());
        let width = lengths.max().unwrap_or(0);
        let mut total = Counts::default();
        println!();
        for Done { title, counts, time } in &self.done {
            total.add(*counts);
            let mark = match counts.failed {
                0 => shell::green("ok    "),
                _ => shell::red("FAILED"),
            };
            println!("{mark}  {title:width$}  {:>12}  {counts}", seconds(*time));
        }
        println!(
            "\n{} of {} steps in {}; a lint or a build counts one, tests as their runners report them",
            self.done.len(),
            self.total,
            seconds(self.start.elapsed())
        );
        println!("{total}");
    }
}

fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", seconds as u64 / 60, seconds as u64 % 60)
    }
}

/// Reads the totals in the output of libtest, wasm-bindgen-test and node:test, line by line.
#[derive(Default)]
pub(crate) struct TestOutput {
    counts: Counts,
}

impl TestOutput {
    pub(crate) fn read(&mut self, line: &str) {
        let line = without_escapes(line);
        if let Some((_, totals)) = line.split_once("test result: ") {
            // "ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s"
            let number = |word: &str| {
                totals
                    .split([';', '.'])
                    .filter_map(|part| part.trim().strip_suffix(word))
                    .find_map(|text| text.trim().parse::<u64>().ok())
                    .unwrap_or(0)
            };
            self.counts.passed += number("passed");
            self.counts.failed += number("failed");
            self.counts.skipped += number("ignored");
        } else if let Some(total) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
            // "# pass 12" (tap) or "ℹ pass 12" (spec)
            let number =
                |word: &str| total.strip_prefix(word).and_then(|text| text.trim().parse::<u64>().ok()).unwrap_or(0);
            self.counts.passed += number("pass ");
            self.counts.failed += number("fail ");
            self.counts.skipped += number("skipped ") + number("todo ");
        }
    }
}

fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\x1b[") {
        plain.push_str(before);
        rest = after.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, tail)| tail);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(lines: &[&str]) -> Counts {
        let mut output = TestOutput::default();
        lines.iter().for_each(|line| output.read(line));
        output.counts
    }

    #[test]
    fn totals_of_libtest_add_up_over_binaries() {
        let lines = [
            "running 3 tests\n",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s\n",
            "test result: \x1b[31mFAILED\x1b[m. 2 passed; 3 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.00s\n",
        ];
        assert_eq!(counted(&lines), Counts { passed: 14, failed: 3, skipped: 1 });
    }

    #[test]
    fn totals_of_node_are_read_from_both_reporters() {
        assert_eq!(
            counted(&["# tests 9\n", "# pass 7\n", "# fail 1\n", "# skipped 1\n"]),
            Counts { passed: 7, failed: 1, skipped: 1 }
        );
        assert_eq!(
            counted(&["\x1b[34mℹ tests 4\x1b[39m\n", "\x1b[34mℹ pass 4\x1b[39m\n", "\x1b[34mℹ fail 0\x1b[39m\n"]),
            Counts { passed: 4, ..Counts::default() }
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(counted(&["# passing remark\n", "12 passed; 3 failed\n", "# Subtest: pass 3\n"]), Counts::default());
    }
}

//! Steps with a headline and a time, and a closing table of what they checked.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{
    counts::{Counts, TestOutput},
    shell,
};

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

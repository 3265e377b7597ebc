//! Counting checks: what a step passed, and the totals that the test runners themselves print.

use std::fmt;

/// What a step checked. A lint or a build is one check; a test runner reports its own number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
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

/// Reads the totals in the output of libtest, wasm-bindgen-test and node:test, line by line.
#[derive(Default)]
pub(crate) struct TestOutput {
    pub(crate) counts: Counts,
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

//! Lists of words, written as text and looked up by halving.

use std::sync::OnceLock;

/// Which words of a text are looked up.
#[derive(Clone, Copy)]
enum By {
    /// Each word.
    Word,
    /// Each word of each line, lines ending with a semicolon.
    WordOfLine,
    /// The first word of each line.
    FirstOfLine,
}

/// A list of words with spaces between them. It is put in order when it is first asked for.
pub(crate) struct Words {
    source: &'static str,
    by: By,
    sorted: OnceLock<Vec<(&'static str, &'static str)>>,
}

impl Words {
    pub(crate) const fn new(source: &'static str) -> Words {
        Words { source, by: By::Word, sorted: OnceLock::new() }
    }

    /// Lines with semicolons between them; a word finds the line that it stands in.
    pub(crate) const fn of_lines(source: &'static str) -> Words {
        Words { source, by: By::WordOfLine, sorted: OnceLock::new() }
    }

    /// Lines with semicolons between them; a line is found by its first word.
    pub(crate) const fn by_first(source: &'static str) -> Words {
        Words { source, by: By::FirstOfLine, sorted: OnceLock::new() }
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.line(word).is_some()
    }

    /// The first word of the line that a word stands in.
    pub(crate) fn first(&self, word: &str) -> Option<&'static str> {
        self.line(word)?.split(' ').next()
    }

    /// The line that a word stands in.
    pub(crate) fn line(&self, word: &str) -> Option<&'static str> {
        let sorted = self.sorted.get_or_init(|| {
            let separator = if matches!(self.by, By::Word) { ' ' } else { ';' };
            let mut pairs: Vec<(&str, &str)> = Vec::new();
            for line in self.source.split(separator).filter(|line| !line.is_empty()) {
                let count = if matches!(self.by, By::FirstOfLine) { 1 } else { usize::MAX };
                pairs.extend(line.split(' ').take(count).map(|word| (word, line)));
            }
            pairs.sort_unstable();
            pairs
        });
        let at = sorted.partition_point(|(other, _)| *other < word);
        sorted.get(at).filter(|(other, _)| *other == word).map(|(_, line)| *line)
    }
}

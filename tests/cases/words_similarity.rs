//! How alike texts are: published examples, what rapidfuzz says of pairs drawn at random (`tests/golden/words.py`), and what follows
//! from the definitions.

use super::assert_close;
use crate::case;
use custometry::words::{Scratch, edits_within, jaro_winkler, one_edit};

const PAIRS: &str = include_str!("../golden/words-similarity.csv");

/// The pairs with their Jaro-Winkler similarity and the number of edits between them.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str, f64, usize)> {
    PAIRS.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0], cells[1], cells[2].parse().unwrap(), cells[3].parse().unwrap())
    })
}

fn characters(text: &str) -> Vec<char> {
    text.chars().collect()
}

#[case]
fn examples_that_winkler_published() {
    // W. E. Winkler, "String comparator metrics", 1990, table 1, to three decimals.
    let published = [
        ("shackleford", "shackelford", 0.982),
        ("dunningham", "cunnigham", 0.896),
        ("nichleson", "nichulson", 0.956),
        ("jones", "johnson", 0.832),
        ("massey", "massie", 0.933),
        ("abroms", "abrams", 0.922),
        ("hardin", "martinez", 0.722),
        ("itman", "smith", 0.467),
        ("jeraldine", "geraldine", 0.926),
        ("marhta", "martha", 0.961),
        ("michelle", "michael", 0.921),
        ("julies", "julius", 0.933),
        ("tanya", "tonya", 0.880),
        ("dwayne", "duane", 0.840),
        ("sean", "susan", 0.805),
        ("jon", "john", 0.933),
        ("jon", "jan", 0.800),
        ("dixon", "dicksonx", 0.813),
    ];
    let mut scratch = Scratch::default();
    for (a, b, similarity) in published {
        let found = jaro_winkler(a.as_bytes(), b.as_bytes(), &mut scratch);
        assert!((found - similarity).abs() <= 0.0005 + 1e-9, "{a} {b}: {found}");
    }
}

#[case]
fn pairs_are_as_alike_as_rapidfuzz_says() {
    let mut scratch = Scratch::default();
    let mut count = 0;
    for (a, b, similarity, edits) in pairs() {
        let (left, right) = (characters(a), characters(b));
        assert_close(jaro_winkler(&left, &right, &mut scratch), similarity, 1e-15);
        assert_eq!(edits_within(&left, &right, 1000, &mut scratch), Some(edits), "{a} {b}");
        assert_eq!(edits_within(&left, &right, edits, &mut scratch), Some(edits), "{a} {b}");
        if edits > 0 {
            assert_eq!(edits_within(&left, &right, edits - 1, &mut scratch), None, "{a} {b}");
        }
        assert_eq!(one_edit(&left, &right), edits <= 1, "{a} {b}");
        count += 1;
    }
    assert!(count > 400);
}

#[case]
fn neither_the_order_nor_the_kind_of_symbols_matters() {
    let mut scratch = Scratch::default();
    for (a, b, ..) in pairs() {
        let (left, right) = (characters(a), characters(b));
        let similarity = jaro_winkler(&left, &right, &mut scratch);
        assert_eq!(jaro_winkler(&right, &left, &mut scratch), similarity, "{a} {b}");
        assert_eq!(
            edits_within(&right, &left, 9, &mut scratch),
            edits_within(&left, &right, 9, &mut scratch),
            "{a} {b}"
        );
        if a.is_ascii() && b.is_ascii() {
            assert_eq!(jaro_winkler(a.as_bytes(), b.as_bytes(), &mut scratch), similarity, "{a} {b}");
            let edits = edits_within(a.as_bytes(), b.as_bytes(), 9, &mut scratch);
            assert_eq!(edits, edits_within(&left, &right, 9, &mut scratch), "{a} {b}");
        }
    }
}

#[case]
fn empty_texts_and_bytes_of_zero() {
    let mut scratch = Scratch::default();
    assert_eq!(jaro_winkler::<u8>(b"", b"", &mut scratch), 1.0);
    assert_eq!(jaro_winkler(b"", b"a", &mut scratch), 0.0);
    assert_eq!(edits_within(b"", b"abc", 3, &mut scratch), Some(3));
    assert_eq!(edits_within(b"", b"abc", 2, &mut scratch), None);
    assert!(one_edit(b"", b"a") && !one_edit(b"", b"ab"));
    // What fills a word of eight bytes up is no symbol of the text.
    assert_eq!(jaro_winkler(b"\0\0", b"abc", &mut scratch), 0.0);
    assert_eq!(jaro_winkler(b"abc\0", b"abc\0", &mut scratch), 1.0);
}

//! Numbers as text, read and written as CSV. The standard library is the reference: it rounds correctly, and writes the shortest
//! digits that read back as the same number. As WebAssembly the module asks JavaScript for the numbers of many digits.

use crate::case;
use custometry::table::{ColumnData, ColumnType, CsvOptions, Table, TableBuilder};

fn random(mut state: u64) -> impl FnMut() -> u64 {
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

/// Numbers of every size, numbers that lie close to a few digits, and whole ones.
fn numbers() -> Vec<f64> {
    let mut random = random(0x2545_f491_4f6c_dd1d);
    let mut numbers = vec![
        5e-324,
        2.2250738585072014e-308,
        f64::MAX,
        1e15,
        1e21,
        1e22,
        1e23,
        0.1 + 0.2,
        1e-7,
        1.5e-7,
        -0.0,
        2f64.powi(-44),
    ];
    for _ in 0..3_000 {
        let digits = random() % 10_u64.pow((random() % 18) as u32);
        let short = digits as f64 / 10_f64.powi((random() % 20) as i32);
        numbers.extend([f64::from_bits(random()), short, short.next_up(), -short.next_down(), digits as f64]);
    }
    numbers.extend((-1074..1024).map(|exponent| 2f64.powi(exponent)));
    numbers.retain(|number| number.is_finite());
    numbers
}

#[case]
fn numbers_are_written_as_the_standard_library_writes_them() {
    let numbers = numbers();
    let mut table = TableBuilder::new(numbers.len());
    table.add("number", ColumnData::Floats(numbers.clone())).unwrap();
    let csv = table.finish().to_csv().unwrap();
    for (line, number) in csv.lines().skip(1).zip(&numbers) {
        let theirs = number.to_string();
        if line != theirs {
            // Of two texts as near to the number ours is the even one, and theirs the other.
            let (ours, last) = line.split_at(line.len() - 1);
            assert_eq!((ours, line.len()), (&theirs[..theirs.len() - 1], theirs.len()), "{line} {theirs}");
            assert_eq!(line.parse(), Ok(*number));
            assert!(matches!(last, "0" | "2" | "4" | "6" | "8"), "{line} {theirs}");
        }
    }
    assert_eq!(csv.lines().count(), numbers.len() + 1);
}

#[case]
fn numbers_are_read_to_the_bit() {
    let mut texts = Vec::new();
    for number in numbers() {
        texts.extend([number.to_string(), format!("{number:e}"), format!("{number:.25e}")]);
        // What lies half way to the next number, of up to 770 digits, and a little beside it. The sum of a number and half of what
        // its last bit is worth has one more bit: it is exact where the number has one to spare.
        let wide = (number as f32) as f64;
        let half = wide + (f64::from((wide as f32).next_up()) - wide) / 2.0;
        if half.is_finite() {
            texts.push(format!("{half:.30e}"));
        }
    }
    texts.extend(
        "2.4703282292062327e-324 2.4703282292062328e-324 1e400 -1e400 1e-400 9007199254740993 1.7976931348623159e308 \
        9007199254740992.999999999999999999999999 9007199254740993.0000000000000000000001 1e23 179769313486231580793e289 \
        0.1000000000000000055511151231257827021181583404541015625 00000000000000000001.50000000000000000000000"
            .split_whitespace()
            .map(str::to_owned),
    );
    for zeros in [10, 700, 800] {
        texts.push(format!("9007199254740993.{}1", "0".repeat(zeros)));
        texts.push(format!("9007199254740993{}e-{zeros}", "0".repeat(zeros)));
        texts.push(format!("{}e-{zeros}", "7".repeat(zeros)));
    }
    let expected: Vec<f64> = texts.iter().map(|text| text.parse().unwrap()).collect();
    let (finite, infinite): (Vec<_>, Vec<_>) = texts.iter().zip(expected).partition(|(_, value)| value.is_finite());
    let numbers = |rows: &[(&String, f64)]| {
        let csv = rows.iter().fold("number\n".to_owned(), |csv, (text, _)| csv + text + "\n");
        let types = vec![("number".to_owned(), ColumnType::String)];
        let table = Table::from_csv(csv.as_bytes(), &CsvOptions { types, ..CsvOptions::default() }).unwrap();
        table.column("number").unwrap().cast(ColumnType::Number)
    };
    let column = numbers(&finite).unwrap();
    let ColumnData::Floats(read) = column.data() else { panic!("not numbers") };
    for (read, (text, expected)) in read.iter().zip(&finite) {
        assert_eq!(read.to_bits(), expected.to_bits(), "{text}");
    }
    assert_eq!(read.len(), finite.len());
    // No number is large enough for these.
    assert!(infinite.len() >= 2);
    for row in infinite {
        assert!(numbers(&[row]).is_err(), "{}", row.0);
    }
}

use super::{cells, place, table};
use crate::case;
use custometry::Error;
use custometry::table::exchange::{NULL_LENGTH, decimals, text_chunk};
use custometry::table::{ColumnData, ColumnType, TableBuilder};

fn add(rows: usize, data: ColumnData) -> Result<(), Error> {
    TableBuilder::new(rows).add("c", data)
}

#[case]
fn invariants_are_checked() {
    let length = add(3, ColumnData::Floats(vec![1.0])).unwrap_err();
    assert_eq!(place(&length), ("length-mismatch", None, Some("c")));
    let date = add(2, ColumnData::Dates { values: vec![0.0, 1e15], civil: false }).unwrap_err();
    assert_eq!(place(&date), ("bad-date", Some(1), Some("c")));
    let infinite = add(1, ColumnData::Dates { values: vec![f64::INFINITY], civil: false }).unwrap_err();
    assert_eq!(place(&infinite), ("bad-date", Some(0), Some("c")));
    assert!(add(1, ColumnData::Booleans(vec![3])).is_err());
    for code in [-2, 1, i32::MAX, i32::MIN] {
        let error = add(1, ColumnData::coded(vec![code], ["a"].into_iter()).unwrap()).unwrap_err();
        assert_eq!(place(&error), ("invalid-option", Some(0), Some("c")), "{code}");
    }
    let mut builder = TableBuilder::new(0);
    builder.add("c", ColumnData::Floats(vec![])).unwrap();
    assert_eq!(place(&builder.add("c", ColumnData::Floats(vec![])).unwrap_err()), ("invalid-option", None, Some("c")));
}

#[case]
fn values_that_occur_twice_in_a_dictionary_are_one() {
    let data = ColumnData::coded(vec![0, 1, 2, -1, 3], ["a", "b", "a", "b"].into_iter()).unwrap();
    let ColumnData::Text { codes, dictionary } = &data else { panic!("not text") };
    assert_eq!(codes, &[0, 1, 0, -1, 1]);
    assert_eq!(dictionary.iter().collect::<Vec<_>>(), ["a", "b"]);
}

#[case]
fn names_are_just_names() {
    let mut builder = TableBuilder::new(1);
    for name in ["__proto__", "constructor", "", "中文", "a b"] {
        builder.add(name, ColumnData::Integers(vec![1])).unwrap();
    }
    let table = builder.finish();
    assert_eq!(table.column("__proto__").unwrap().len(), 1);
    assert_eq!(table.column("").unwrap().len(), 1);
}

#[case]
fn a_missing_column_names_those_that_are_there() {
    let error = table("Customer ID,when\n1,2\n").column("customerId").unwrap_err().clone();
    assert_eq!(place(&error), ("missing-column", None, Some("customerId")));
    assert_eq!(error.help(), Some("Did you mean \"Customer ID\"? The columns are \"Customer ID\", \"when\"."));
}

#[case]
fn text_chunks_keep_every_cell() {
    let texts = [Some("ascii"), Some(""), None, Some("中文 🎉"), Some("nul\0inside"), None, Some("é")];
    let lengths: Vec<u32> =
        texts.iter().map(|text| text.map_or(NULL_LENGTH, |text| text.encode_utf16().count() as u32)).collect();
    let bytes: Vec<u8> = texts.iter().flatten().flat_map(|text| text.bytes().chain([0])).collect();
    let mut seen = Vec::new();
    text_chunk(&lengths, &bytes, |cell| {
        seen.push(cell.map(|cell| String::from_utf8(cell.to_vec()).unwrap()));
        Ok(())
    })
    .unwrap();
    assert_eq!(seen.iter().map(Option::as_deref).collect::<Vec<_>>(), texts);
    for (lengths, bytes) in [
        (vec![2], &b"a\0"[..]),
        (vec![1], b"a"),
        (vec![1], b"ab"),
        (vec![1], b"a\0b\0"),
        (vec![9], b""),
        (vec![], b"a\0"),
    ] {
        assert!(text_chunk(&lengths, bytes, |_| Ok(())).is_err(), "{lengths:?} {bytes:?}");
    }
}

#[case]
fn decimals_are_rounded_once() {
    let words = |value: i128| -> Vec<u32> { (0..4).map(|place| (value >> (32 * place)) as u32).collect() };
    assert_eq!(decimals(&words(1999), 4, 2).unwrap(), [19.99]);
    assert_eq!(decimals(&words(-1), 4, 2).unwrap(), [-0.01]);
    assert_eq!(decimals(&words(12_345_678_901_234_567_890), 4, 4).unwrap(), [1_234_567_890_123_456.8]);
    assert_eq!(decimals(&words(5), 4, -3).unwrap(), [5000.0]);
    assert_eq!(decimals(&[u32::MAX, u32::MAX], 2, 0).unwrap(), [-1.0]);
    let mut wide = words(-250);
    wide.extend([u32::MAX; 4]);
    assert_eq!(decimals(&wide, 8, 1).unwrap(), [-25.0]);
    wide[7] = 1;
    assert_eq!(decimals(&wide, 8, 1).unwrap_err().kind().code(), "bad-number");
}

#[case]
fn casts() {
    let mut builder = TableBuilder::new(3);
    builder.add("n", ColumnData::Floats(vec![1.5, f64::NAN, -2.0])).unwrap();
    builder.add("i", ColumnData::Integers(vec![1, 2, 3])).unwrap();
    builder.add("d", ColumnData::days([Some(0), None, Some(20_484)].into_iter()).unwrap()).unwrap();
    builder.add("b", ColumnData::Booleans(vec![0, 1, 2])).unwrap();
    let table = builder.finish();
    assert_eq!(cells(table.column("n").unwrap()), ["1.5", "", "-2"]);
    assert_eq!(cells(table.column("i").unwrap()), ["1", "2", "3"]);
    assert_eq!(cells(table.column("d").unwrap()), ["1970-01-01", "", "2026-01-31"]);
    assert_eq!(cells(table.column("b").unwrap()), ["false", "true", ""]);
    let date = table.column("i").unwrap().cast(ColumnType::Date).unwrap();
    assert_eq!(cells(&date)[1], "1970-01-01T00:00:00.002Z");
    assert_eq!(table.column("b").unwrap().cast(ColumnType::Number).unwrap_err().kind().code(), "wrong-type");
    assert_eq!(table.columns().iter().map(|column| column.null_count()).collect::<Vec<_>>(), [1, 0, 1, 1]);
}
